import { expect, test } from 'vitest';
import { createFaultBoard } from './fault-board.ts';
import { faultRequest } from './fault-catalog.ts';

const read = (request: unknown) => faultRequest.safeParse(request);

test('a fault without a provider is the first one’s that can have it', () => {
  expect(read({ name: 'slow' }).data).toMatchObject({ provider: 'across', ms: 2_000 });
  expect(read({ name: 'drained' }).data).toMatchObject({ provider: 'stargate' });
  expect(read({ name: 'price-shock', coin: 'POL' }).data).toMatchObject({ provider: 'coingecko', coin: 'polygon-ecosystem-token' });
  expect(read({ name: 'slow', provider: 'rpc:base' }).data).toMatchObject({ provider: 'rpc:base', ms: 2_000 });
  expect(read({ name: 'hang', provider: 'rpc:base' }).data).toMatchObject({ provider: 'rpc:base' });
});

test.each([
  { name: 'melt' },
  { name: 'rpc-down' },
  { name: 'rpc-down', provider: 'rpc' },
  { name: 'rpc-down', provider: 'rpc:moon' },
  { name: 'ten-times', provider: 'rpc:base' },
  { name: 'wrong-token', provider: 'coingecko' },
  { name: 'slow', ms: -1 },
  { name: 'slow', seconds: 3 },
  { name: 'drained', corridor: 'base:USDC' },
  { name: 'price-shock', coin: 'DOGE' },
  'slow',
])('%j is refused', (request) => {
  expect(read(request).success).toBe(false);
});

test('the same fault again takes the place of the first; removal goes by name and provider', () => {
  const board = createFaultBoard();
  const add = (request: unknown) => board.add(faultRequest.parse(request), 1);
  add({ name: 'slow', ms: 10 });
  add({ name: 'slow', ms: 20 });
  add({ name: 'slow', provider: 'coingecko' });
  add({ name: 'error' });
  expect(board.of('across', 'slow').map(({ ms }) => ms)).toEqual([20]);
  expect(board.remove({ name: 'slow', provider: 'across' })).toHaveLength(1);
  expect(board.remove({ provider: 'across' }).map(({ name }) => name)).toEqual(['error']);
  expect(board.remove({}).map(({ provider }) => provider)).toEqual(['coingecko']);
  expect(board.list()).toEqual([]);
});
