import { expect, test } from 'vitest';
import type { Announced, ChainLog, ChainNode, NodeAnswer } from '#platform/rpc/chain-node.ts';
import { sampleLog } from './testing/sample-log.ts';
import { withOutcomes } from './with-outcomes.ts';

const contracts = [{ address: '0xAA', topics: ['0x01', '0x02'], withOutcome: { '0x01': 2 } }];
const log = (over: Partial<ChainLog>) => sampleLog({ address: '0xaa', topics: ['0x01', '0xid', '0xr1'], ...over });
const filter = { addresses: [], topics: [] };
const { signal } = new AbortController();

/** A node that has these logs, and whose first transaction succeeded, unless it fails. */
const nodeOf = (logs: readonly ChainLog[], failing?: NodeAnswer<never>) => {
  const asked: (readonly Announced[])[] = [];
  const node = {
    logsIn: async () => ({ kind: 'ok', value: logs }),
    outcomes: async (announced: readonly Announced[]) => {
      asked.push(announced);
      return failing ?? { kind: 'ok', value: announced.map(({ hash }) => (hash === '0xr1' ? 'success' : 'reverted')) };
    },
  } as unknown as ChainNode;
  return { read: (of = contracts) => withOutcomes(node, of).logsIn({ from: 1, to: 1 }, filter, signal), node, asked };
};

test('the logs that announce another transaction come with how it ended, each asked for once, and others as they were', async () => {
  const second = log({ topics: ['0x01', '0xid', '0xr2'], blockHash: '0xb2' });
  const others = [log({ topics: ['0x02', '0xid', '0xr1'] }), log({ address: '0xbb' }), log({ topics: ['0x01', '0xid'] })];
  const { read, asked } = nodeOf([log({}), second, ...others, log({})]);
  const done = { ...log({}), outcome: 'success' };
  expect(await read()).toEqual({ kind: 'ok', value: [done, { ...second, outcome: 'reverted' }, ...others, done] });
  expect(asked).toEqual([
    [
      { hash: '0xr1', blockHash: '0xb1' },
      { hash: '0xr2', blockHash: '0xb2' },
    ],
  ]);
  const calm = nodeOf(others);
  expect(await calm.read()).toEqual({ kind: 'ok', value: others });
  expect(calm.asked).toEqual([]);
  expect(withOutcomes(calm.node, [{ address: '0xaa', topics: ['0x01'] }])).toBe(calm.node);
});

test('many are asked for in several exchanges; what the node cannot tell fails the answer', async () => {
  const logs = Array.from({ length: 45 }, (_, index) => log({ topics: ['0x01', '0xid', `0xr${index}`] }));
  const { read, asked } = nodeOf(logs);
  expect(await read()).toMatchObject({ kind: 'ok' });
  expect(asked.map((announced) => announced.length)).toEqual([20, 20, 5]);
  const gone = { kind: 'failed', detail: 'unknown' } as const;
  expect(await nodeOf(logs, gone).read()).toEqual(gone);
});
