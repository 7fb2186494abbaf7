import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeFunctionResult, parseAbi } from 'viem';
import { afterEach, expect, test } from 'vitest';
import type { RpcOutcome } from '#bridges/_kit/network-port.ts';
import { createHttpClient } from '../http/http-client.ts';
import { createJsonRpc } from './json-rpc.ts';
import { createRpcPort } from './rpc-port.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Endpoint {
  readonly url: string;
  asked: number;
}

/** An endpoint on a real socket that always answers the same; undefined: never. */
const endpoint = async (answer: { status?: number; headers?: Record<string, string>; body: string } | undefined): Promise<Endpoint> => {
  const state = { url: '', asked: 0 };
  const server = createServer((request, response) => {
    request.resume();
    state.asked += 1;
    if (answer !== undefined) response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
};

const abi = parseAbi([
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[] returnData)',
]);
const results = encodeFunctionResult({
  abi,
  result: [
    { success: true, returnData: '0x01' },
    { success: false, returnData: '0xdeadbeef' },
  ],
});
const good = { body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: results }) };
const rpcError = (code: number, message = 'no') => ({ body: JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } }) });
const limited = { status: 429, headers: { 'retry-after': '3' }, body: 'slow down' };

const portTo = (endpoints: readonly Endpoint[]) =>
  createRpcPort(createJsonRpc({ http: createHttpClient(), urls: new Map([[1, endpoints.map(({ url }) => url)]]), now: Date.now }));

const call = async (endpoints: readonly Endpoint[], signal = new AbortController().signal): Promise<RpcOutcome> => {
  const calls = [
    { to: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5', data: '0x00' },
    { to: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5', data: '0x01' },
  ];
  return portTo(endpoints).call(1, calls, signal);
};

const both = {
  kind: 'results',
  results: [
    { ok: true, data: '0x01' },
    { ok: false, data: '0xdeadbeef' },
  ],
};

test('results come in order, a revert with its data, in one request', async () => {
  const one = await endpoint(good);
  expect(await call([one])).toEqual(both);
  expect(one.asked).toBe(1);
});

test.each([
  ['out of reach', { status: 502, body: '<html>' }],
  ['limited', limited],
  ['nonsense', { body: '<html>hello</html>' }],
  ['its own trouble', rpcError(-32_603, 'internal')],
  ['a limit in JSON', rpcError(-32_005)],
])('an endpoint that is %s hands over to the next', async (_name, answer) => {
  const first = await endpoint(answer);
  const second = await endpoint(good);
  expect(await call([first, second])).toEqual(both);
  expect([first.asked, second.asked]).toEqual([1, 1]);
});

test('an endpoint that hangs leaves time for the next', async () => {
  const second = await endpoint(good);
  expect(await call([await endpoint(undefined), second])).toEqual(both);
});

test('any other refusal by a node is final: the next would say the same', async () => {
  const second = await endpoint(good);
  expect(await call([await endpoint(rpcError(-32_602, 'bad params')), second])).toMatchObject({ kind: 'unreachable' });
  expect(second.asked).toBe(0);
});

test.each([
  ['a method', -32_601, 'the method eth_getProof does not exist/is not available'],
  ['old state, as go-ethereum says it', -32_000, 'missing trie node 945e00a1 (path ) state 0x945e is not available, not found'],
  ['old state, as go-ethereum said it', -32_000, 'required historical state unavailable (reexec=128)'],
  ['old state, as OpenEthereum says it', -32_000, 'This request is not supported because your node is running with state pruning'],
])('an endpoint that lacks %s hands over to the next, and its word stands where no other has an answer', async (_name, code, message) => {
  const pruned = await endpoint(rpcError(code, message));
  const archive = await endpoint(good);
  const question = { method: 'eth_getProof', params: [] } as const;
  const ask = (endpoints: readonly Endpoint[]) => portTo(endpoints).ask(1, question, new AbortController().signal);
  expect(await ask([pruned, archive])).toEqual({ kind: 'result', result: results });
  expect(await ask([pruned, await endpoint(limited)])).toEqual({ kind: 'refused', detail: `${code} ${message}` });
});

test.each<[string, Parameters<typeof endpoint>[0], object]>([
  ['429', limited, { kind: 'rate-limited', retryAfterMs: 3_000 }],
  ['a page', { body: '<html>' }, { kind: 'malformed' }],
  ['bytes that are none', { body: '{"result":"0x1"}' }, { kind: 'malformed' }],
  ['bytes cut off', { body: JSON.stringify({ result: results.slice(0, 100) }) }, { kind: 'malformed' }],
  ['no Multicall3', { body: '{"result":"0x"}' }, { kind: 'unreachable' }],
  ['a number', { body: '{"result":5}' }, { kind: 'malformed' }],
])('the only endpoint answers %s', async (_name, answer, expected) => {
  expect(await call([await endpoint(answer)])).toMatchObject(expected);
});

test('no answer within the caller’s time is a time-out', async () => {
  expect(await call([await endpoint(undefined)], AbortSignal.timeout(30))).toEqual({ kind: 'timeout' });
});

test('a chain without endpoints is out of reach', async () => {
  expect(await call([])).toMatchObject({ kind: 'unreachable' });
});

test.each<[string, Parameters<typeof endpoint>[0], object]>([
  ['a block', { body: '{"result":{"number":"0x1","baseFeePerGas":"0x3b9aca01"}}' }, { kind: 'fee', perGas: 1_000_000_001n }],
  ['a block without one', { body: '{"result":{"number":"0x1"}}' }, { kind: 'malformed' }],
  ['no block', { body: '{"result":null}' }, { kind: 'malformed' }],
  ['a refusal', rpcError(-32_601, 'no such method'), { kind: 'unreachable' }],
  ['429', limited, { kind: 'rate-limited', retryAfterMs: 3_000 }],
])('asked for its base fee, a node answers with %s', async (_name, answer, expected) => {
  expect(await portTo([await endpoint(answer)]).baseFee(1, new AbortController().signal)).toMatchObject(expected);
});
