import { expect, test } from 'vitest';
import type { JsonRpc, JsonRpcOutcome } from './json-rpc.ts';
import { createTransactionNode } from './transaction-node.ts';

/** Answers by method, as recorded from nodes; what is asked is kept. */
const nodeOf = (answers: Readonly<Record<string, JsonRpcOutcome>>) => {
  const asked: { method: string; params: readonly unknown[] }[] = [];
  const rpc: JsonRpc = {
    request: async (_chainId, call) => {
      asked.push(call);
      return answers[call.method] ?? { kind: 'refused', code: -32_601, message: 'the method does not exist', data: undefined };
    },
  };
  return { node: createTransactionNode(rpc), asked };
};
const result = (value: unknown): JsonRpcOutcome => ({ kind: 'result', result: value });
const refused = (code: number, message: string, data?: unknown): JsonRpcOutcome => ({ kind: 'refused', code, message, data });
const signal = new AbortController().signal;
const call = { from: '0xf', to: '0x7', data: '0x12', value: 255n };

test.each([
  ['Geth', refused(3, 'execution reverted: paused', '0x08c379a0'), '0x08c379a0'],
  ['a node that wraps the data', refused(-32_000, 'execution reverted', { data: '0x1234' }), '0x1234'],
  ['a node without data', refused(-32_000, 'VM execution error: reverted'), '0x'],
  ['data that is no hex', refused(3, 'execution reverted', 'Reverted 0x'), '0x'],
])('a revert of %s', async (_name, answer, data) => {
  const { node } = nodeOf({ eth_call: answer });
  expect(await node.call(1, call, signal)).toMatchObject({ kind: 'reverted', data });
});

test('no revert: a method that is not known, a node that is away, an answer that is none', async () => {
  const { node } = nodeOf({ eth_call: { kind: 'timeout' }, eth_estimateGas: result('0xnot') });
  expect(await node.call(1, call, signal)).toMatchObject({ kind: 'unreachable' });
  expect(await node.estimateGas(1, call, signal)).toMatchObject({ kind: 'unreachable' });
  expect(await node.slotsRead(1, call, signal)).toMatchObject({ kind: 'refused' });
});

test('an override goes where nodes look for it, and is not there without one', async () => {
  const { node, asked } = nodeOf({ eth_call: result('0x'), eth_estimateGas: result('0x5208') });
  await node.call(1, call, signal, { address: '0xa', slot: '0x1', value: '0x2' });
  expect(await node.estimateGas(1, call, signal)).toEqual({ kind: 'ok', value: 21_000n });
  const transaction = { from: '0xf', to: '0x7', data: '0x12', value: '0xff' };
  expect(asked.map(({ params }) => params)).toEqual([
    [transaction, 'latest', { '0xa': { stateDiff: { '0x1': '0x2' } } }],
    [transaction, 'latest'],
  ]);
});

test('a contract is there when its address has code', async () => {
  expect(await nodeOf({ eth_getCode: result('0x6001') }).node.hasCode(1, '0x7', signal)).toEqual({ kind: 'ok', value: true });
  expect(await nodeOf({ eth_getCode: result('0x') }).node.hasCode(1, '0x7', signal)).toEqual({ kind: 'ok', value: false });
  expect(await nodeOf({ eth_getCode: { kind: 'timeout' } }).node.hasCode(1, '0x7', signal)).toMatchObject({ kind: 'unreachable' });
});

test('the tip is the node’s advice, and where it gives none the median of what was paid lately', async () => {
  const block = result({ baseFeePerGas: '0x64' });
  const history = result({ reward: [['0x1'], ['0x9'], ['0x3'], ['0x2'], ['0x5']] });
  const advised = nodeOf({ eth_getBlockByNumber: block, eth_maxPriorityFeePerGas: result('0x7'), eth_feeHistory: history });
  expect(await advised.node.fees(1, signal)).toEqual({ kind: 'ok', value: { baseFee: 100n, tip: 7n } });
  const silent = nodeOf({ eth_getBlockByNumber: block, eth_feeHistory: history });
  expect(await silent.node.fees(1, signal)).toEqual({ kind: 'ok', value: { baseFee: 100n, tip: 3n } });
});
