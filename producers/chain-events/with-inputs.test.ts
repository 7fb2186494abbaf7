import { expect, test } from 'vitest';
import type { ChainLog, ChainNode, NodeAnswer } from '#platform/rpc/chain-node.ts';
import { sampleLog } from './testing/sample-log.ts';
import { withInputs } from './with-inputs.ts';

const MUTE = '0xAAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa';
const contracts = [
  { address: MUTE, topics: ['0x01', '0x02'], withInput: ['0x01'] },
  { address: '0xbb', topics: ['0x01'] },
];
const log = (over: Partial<ChainLog>) => sampleLog({ address: MUTE.toLowerCase(), topics: ['0x01'], ...over });
const filter = { addresses: [], topics: [] };
const { signal } = new AbortController();

/** A node that has these logs in whatever way it is asked, and knows the calldata of each transaction, unless it fails. */
const nodeOf = (logs: readonly ChainLog[], failing?: NodeAnswer<never>) => {
  const asked: (readonly string[])[] = [];
  const has = async <T>(value: T): Promise<NodeAnswer<T>> => ({ kind: 'ok', value });
  const node = {
    host: 'node',
    logsOf: () => has([logs, []]),
    logsIn: () => has(logs),
    receiptLogs: () => has(logs),
    transactions: () => has([logs, undefined]),
    inputs: async (hashes: readonly string[]) => {
      asked.push(hashes);
      return failing ?? { kind: 'ok', value: hashes.map((hash) => `${hash}c0`) };
    },
  } as unknown as ChainNode;
  return { node, asked };
};

test('the logs that ask for it come with their transactions’ calldata, however they are read, and others as they were', async () => {
  const logs = [log({}), log({ topics: ['0x02'] }), log({ address: '0xbb' }), log({ transactionHash: '0xt2' }), log({})];
  const { node, asked } = nodeOf(logs);
  const whole = [{ ...logs[0], input: '0xt1c0' }, logs[1], logs[2], { ...logs[3], input: '0xt2c0' }, { ...logs[4], input: '0xt1c0' }];
  const completed = withInputs(node, contracts);
  expect(await completed.logsOf([], filter, signal)).toEqual({ kind: 'ok', value: [whole, []] });
  expect(await completed.logsIn({ from: 1, to: 1 }, filter, signal)).toEqual({ kind: 'ok', value: whole });
  expect(await completed.receiptLogs('', signal)).toEqual({ kind: 'ok', value: whole });
  expect(await completed.transactions([], signal)).toEqual({ kind: 'ok', value: [whole, undefined] });
  expect(asked).toEqual(Array(4).fill(['0xt1', '0xt2']));
});

test('without such logs nothing more is asked, and without such contracts the node is itself', async () => {
  const { node, asked } = nodeOf([log({ topics: ['0x02'] }), log({ address: '0xbb' })]);
  await withInputs(node, contracts).logsIn({ from: 1, to: 1 }, filter, signal);
  expect(asked).toEqual([]);
  expect(withInputs(node, contracts.slice(1))).toBe(node);
});

test('many are asked for in several exchanges; a node that does not know one of them has failed', async () => {
  const logs = Array.from({ length: 45 }, (_, index) => log({ transactionHash: `0xt${index}` }));
  const { node, asked } = nodeOf(logs);
  expect(await withInputs(node, contracts).logsIn({ from: 1, to: 1 }, filter, signal)).toMatchObject({ kind: 'ok' });
  expect(asked.map((hashes) => hashes.length)).toEqual([20, 20, 5]);
  const gone = { kind: 'failed', detail: 'unknown' } as const;
  expect(await withInputs(nodeOf(logs, gone).node, contracts).logsOf([], filter, signal)).toEqual(gone);
});
