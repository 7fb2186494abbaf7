import { expect, test } from 'vitest';
import type { HttpOutcome, HttpPort } from '#bridges/_kit/network-port.ts';
import { createBatchRpc } from './batch-rpc.ts';
import { createChainNode } from './chain-node.ts';

const answering = (outcome: HttpOutcome) =>
  createBatchRpc({ http: { request: async () => outcome }, url: 'https://node.example/secret-key', now: () => 0 });
const body = (value: unknown, status = 200, headers = {}): HttpOutcome => ({
  kind: 'response',
  status,
  headers,
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
const ask = (outcome: HttpOutcome) =>
  answering(outcome).request(
    [
      { method: 'a', params: [] },
      { method: 'b', params: [] },
    ],
    new AbortController().signal,
  );

test('replies come in the order of the calls, whatever order the node gives them in', async () => {
  expect(
    await ask(
      body([
        { id: 1, result: 'b' },
        { id: 0, error: { code: -32_000, message: 'no' } },
      ]),
    ),
  ).toEqual({
    kind: 'replies',
    replies: [
      { ok: false, code: -32_000, message: 'no' },
      { ok: true, result: 'b' },
    ],
  });
});

test.each<[string, HttpOutcome, object]>([
  ['a 429 with Retry-After', body('', 429, { 'retry-after': '2' }), { kind: 'rate-limited', retryAfterMs: 2_000 }],
  ['a limit told in JSON', body({ error: { code: -32_005, message: 'rate exceeded' } }), { kind: 'rate-limited' }],
  [
    'a range refused with the same code',
    body({ error: { code: -32_005, message: 'query returned more than 10000 results' } }),
    { kind: 'refused' },
  ],
  ['a batch without all of its answers', body([{ id: 0, result: 1 }]), { kind: 'failed' }],
  ['HTML', body('<html>', 502), { kind: 'failed', detail: 'HTTP 502 without JSON-RPC' }],
  ['too much', { kind: 'unreadable', detail: 'a body of more than 4194304 bytes' }, { kind: 'failed', tooLarge: true }],
  ['silence', { kind: 'timeout' }, { kind: 'failed' }],
])('%s is told apart', async (_name, outcome, expected) => {
  expect(await ask(outcome)).toMatchObject(expected);
});

test('metrics and logs name the host, not the key in the path', () => {
  expect(answering({ kind: 'timeout' }).host).toBe('node.example');
});

const word = (digit: string) => `0x${digit.repeat(64)}`;
const header = (number: string) => ({ number, hash: word('a'), parentHash: word('b'), timestamp: '0x10', logsBloom: '0x00' });

test('a node that answers for another block than the one that was asked for has failed', async () => {
  const { signal } = new AbortController();
  const node = (number: string) => createChainNode(answering(body([{ id: 0, result: header(number) }])));
  expect(await node('0x7').headers([7], signal)).toMatchObject({ kind: 'ok', value: [{ number: 7, timeMs: 16_000 }] });
  expect(await node('0x8').headers([7], signal)).toMatchObject({ kind: 'failed' });
});

test('logs of another block than asked for are refused, and those marked as removed are not there', async () => {
  const { signal } = new AbortController();
  const log = {
    address: '0x01',
    topics: [word('c')],
    data: '0x',
    blockNumber: '0x7',
    blockHash: word('a'),
    transactionHash: word('d'),
    logIndex: '0x0',
  };
  const node = (logs: readonly object[]) => createChainNode(answering(body([{ id: 0, result: logs }])));
  const filter = { addresses: [], topics: [] };
  expect(await node([log, { ...log, removed: true }]).logsOf([word('a')], filter, signal)).toMatchObject({
    kind: 'ok',
    value: [[{ logIndex: 0 }]],
  });
  expect(await node([{ ...log, blockHash: word('e') }]).logsOf([word('a')], filter, signal)).toMatchObject({ kind: 'failed' });
});

test('calldata is that of the transactions that were asked for, and a node that does not know one of them has failed', async () => {
  const { signal } = new AbortController();
  const inputs = (results: readonly unknown[]) =>
    createChainNode(answering(body(results.map((result, id) => ({ id, result }))))).inputs([word('a'), word('B')], signal);
  const [first, second] = [
    { hash: word('a'), input: '0x01' },
    { hash: word('b'), input: '0x' },
  ];
  expect(await inputs([first, second])).toEqual({ kind: 'ok', value: ['0x01', '0x'] });
  expect(await inputs([first, null])).toMatchObject({ kind: 'failed' });
  expect(await inputs([second, first])).toMatchObject({ kind: 'failed' });
});

test('what an announced transaction came to is its receipt’s word; without one, only a block that does not hold it says that there was none', async () => {
  const { signal } = new AbortController();
  const outcomes = async (receipts: readonly unknown[], block?: unknown) => {
    const answers = [receipts, [block]].map((results) => body(results.map((result, id) => ({ id, result }))));
    const http: HttpPort = { request: async () => answers.shift() as HttpOutcome };
    const node = createChainNode(createBatchRpc({ http, url: 'https://node.example', now: Date.now }));
    const announced = ['a', 'B'].map((digit) => ({ hash: word(digit), blockHash: word('c') }));
    return node.outcomes(announced, signal);
  };
  const receipt = (digit: string, status: string) => ({ transactionHash: word(digit), status });
  const block = (...transactions: readonly string[]) => ({ hash: word('c'), transactions });
  expect(await outcomes([receipt('a', '0x1'), receipt('b', '0x0')])).toEqual({ kind: 'ok', value: ['success', 'reverted'] });
  expect(await outcomes([receipt('a', '0x0'), null], block(word('a')))).toEqual({ kind: 'ok', value: ['reverted', 'absent'] });
  for (const known of [block(word('a'), word('b')), null, { ...block(), hash: word('d') }]) {
    expect(await outcomes([receipt('a', '0x1'), null], known)).toMatchObject({ kind: 'failed' });
  }
  expect(await outcomes([receipt('b', '0x1'), receipt('a', '0x1')])).toMatchObject({ kind: 'failed' });
});
