import { expect, test } from 'vitest';
import type { ChainNode } from '#platform/rpc/chain-node.ts';
import type { ChainState } from './chain-state.ts';
import type { NodePool } from './node-pool.ts';
import type { BlockReader } from './read-blocks.ts';
import { createWantedLookup } from './wanted.ts';

test('wishes that never come true keep no other from being looked up: all have their turn', async () => {
  const asked: (readonly string[])[] = [];
  const node = {
    transactions: async (hashes: readonly string[]) => {
      asked.push(hashes);
      return { kind: 'ok', value: hashes.map(() => undefined) };
    },
  } as unknown as ChainNode;
  const pool = { heads: async () => [{ node, header: { number: 100 } }], note: () => undefined } as unknown as NodePool;
  const lookup = createWantedLookup({ state: {} as ChainState, pool, reader: {} as BlockReader, finalDepth: 10, confirmed: 3 });
  const strangers = Array.from({ length: 120 }, (_, at) => `0x${at}`);
  const wishes = [...strangers, '0xhonest'];
  for (let round = 0; round < 3; round += 1) await lookup.serve(wishes, AbortSignal.timeout(10_000));
  expect(new Set(asked.flat())).toEqual(new Set(wishes));
  expect(asked.map(({ length }) => length)).toEqual([50, 50, 50]);
  await lookup.serve(['0xnew', ...wishes], AbortSignal.timeout(10_000));
  expect(asked.at(-1)).toContain('0xnew');
});
