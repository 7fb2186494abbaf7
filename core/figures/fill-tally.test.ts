import { expect, test } from 'vitest';
import type { Promised } from '../domain/transfer.ts';
import { foldTransfer } from '../transfers/fold-transfer.ts';
import { depositOf, holdToPromise } from '../transfers/hold-to-promise.ts';
import { chainEvent, EXPECTATIONS, removal, START_MS } from '../transfers/testing/sample-events.ts';
import { binOf } from './duration-bins.ts';
import { tallyOf } from './fill-tally.ts';

const NOW_MS = START_MS + 60_000;
const deposit = chainEvent({ kind: 'deposit', block: 'd' });
const fill = chainEvent({ kind: 'fill', block: 'f', atMs: 7_000 });
const NAME = 'across|ethereum:USDC>arbitrum:USDC';

const fold = (events: Parameters<typeof foldTransfer>[0]) => {
  const transfer = foldTransfer(events, NOW_MS, EXPECTATIONS);
  if (transfer === undefined) throw new Error('no transfer');
  return transfer;
};

const promised: Promised = {
  routeId: 'across-1',
  amountOut: 999_600_000n,
  minAmountOut: 999_000_000n,
  etaSeconds: { p50: 4, p90: 12 },
  issuedAtMs: START_MS - 5_000,
};

test('a filled transfer counts by how long it took, at the time of its fill', () => {
  const transfer = fold([deposit, fill]);
  expect(transfer.secondsTaken).toBe(7);
  expect(tallyOf(transfer)).toEqual({ name: NAME, atMs: START_MS + 7_000, counts: [[`t${binOf(7_000)}`, 1]] });
});

test.each([
  ['not filled yet', [deposit]],
  ['whose fill a reorg took', [deposit, fill, removal(fill, 9_000)]],
  ['whose deposit a reorg took', [deposit, fill, removal(deposit, 9_000)]],
  ['whose deposit was not seen yet', [fill]],
  [
    'of tokens that nobody lists',
    [deposit, fill].map((event) => ({ ...event, fields: { ...event.fields, outputToken: `0x${'7'.repeat(40)}` } })),
  ],
  ['of a bridge with a made-up name', [deposit, fill].map((event) => ({ ...event, bridge: 'a|b' }))],
])('a transfer %s counts nothing', (_what, events) => {
  expect(tallyOf(fold(events))).toBeUndefined();
});

test('where a promise is known, so is how it was kept', () => {
  const transfer = holdToPromise(fold([deposit, fill]), promised, NOW_MS);
  expect(transfer.accuracyBps).toBe(-1.01);
  expect(tallyOf(transfer)?.counts).toEqual([
    [`t${binOf(7_000)}`, 1],
    ['q', 1],
    ['a', -101],
    ['i', 1],
  ]);
  const kept = holdToPromise(fold([deposit, fill]), { ...promised, amountOut: 999_500_000n, etaSeconds: { p50: 1, p90: 6 } }, NOW_MS);
  expect(kept.accuracyBps).toBe(0);
  expect(tallyOf(kept)?.counts.slice(1)).toEqual([
    ['q', 1],
    ['k', 1],
  ]);
});

test('nothing is held to a promise before it has arrived, nor found without a deposit on chain', () => {
  expect(holdToPromise(fold([deposit]), promised, NOW_MS)).toMatchObject({ promised, accuracyBps: null, secondsTaken: null });
  expect(depositOf(fold([deposit]))).toMatchObject({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountSent: 1_000_000_000n });
  expect(depositOf(fold([deposit, removal(deposit, 5_000)]))).toBeUndefined();
  expect(depositOf(fold([fill]))).toBeUndefined();
});
