import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readJson } from '#bridges/_kit/read-json.ts';
import { createHttpClient } from './http-client.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server on a real socket. */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const never = new AbortController().signal;
const request = (url: string, options: { bodyBytesMax?: number; signal?: AbortSignal } = {}) =>
  createHttpClient(options).request({ url, signal: options.signal ?? never });
const codeOf = async (url: string, options?: Parameters<typeof request>[1]) => {
  const read = readJson(await request(url, options), Date.now());
  return read.ok ? 'ok' : read.error.code;
};

test('an answer comes with its status, headers and body, whatever its status', async () => {
  const url = await serve((_request, response) => response.writeHead(418, { 'x-tea': 'yes' }).end('{"short":true}'));
  expect(await request(url)).toMatchObject({ kind: 'response', status: 418, body: '{"short":true}', headers: { 'x-tea': 'yes' } });
});

test('method, headers and body go along', async () => {
  const url = await serve(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    response.end(JSON.stringify({ method: incoming.method, type: incoming.headers['content-type'], body }));
  });
  const sent = { url, method: 'POST' as const, headers: { 'content-type': 'application/json' }, body: '{"a":1}', signal: never };
  const outcome = await createHttpClient().request(sent);
  expect(outcome.kind === 'response' && JSON.parse(outcome.body)).toEqual({ method: 'POST', type: 'application/json', body: '{"a":1}' });
});

test('a server that never answers is a time-out', async () => {
  const url = await serve(() => undefined);
  expect(await codeOf(url, { signal: AbortSignal.timeout(30) })).toBe('UPSTREAM_TIMEOUT');
});

test('a server that stops in the middle of its body is a time-out', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"half":');
  });
  expect(await codeOf(url, { signal: AbortSignal.timeout(100) })).toBe('UPSTREAM_TIMEOUT');
});

test('a socket closed in the middle of the body is a malformed answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"half":', () => response.destroy());
  });
  expect(await codeOf(url)).toBe('MALFORMED_ANSWER');
});

test('a socket closed before any answer, and a port where nobody listens, are out of reach', async () => {
  const url = await serve((incoming) => incoming.socket.destroy());
  expect(await codeOf(url)).toBe('UPSTREAM_ERROR');
  const gone = await serve(() => undefined);
  stops.pop()?.();
  expect(await codeOf(gone)).toBe('UPSTREAM_ERROR');
});

test('a body above the limit is not read to its end', async () => {
  const url = await serve((_request, response) => response.end(JSON.stringify('x'.repeat(10_000))));
  expect(await codeOf(url, { bodyBytesMax: 1_000 })).toBe('MALFORMED_ANSWER');
  expect(await codeOf(url, { bodyBytesMax: 20_000 })).toBe('ok');
});

test('a redirect within the origin is followed, one to another host or without end is not', async () => {
  let elsewhere = 0;
  const other = await serve((_request, response) => {
    elsewhere += 1;
    response.end('{}');
  });
  const url = await serve((incoming, response) => {
    if (incoming.url === '/here') response.end('{"moved":true}');
    else response.writeHead(302, { location: incoming.url === '/moved' ? '/here' : incoming.url === '/away' ? other : '/loop' }).end();
  });
  expect(await codeOf(`${url}/moved`)).toBe('ok');
  expect(await codeOf(`${url}/away`)).toBe('UPSTREAM_ERROR');
  expect(await codeOf(`${url}/loop`)).toBe('UPSTREAM_ERROR');
  expect(elsewhere).toBe(0);
});

test.each([
  ['429 with seconds', 429, { 'retry-after': '2' }, '', 'RATE_LIMITED'],
  ['429 without', 429, {}, 'slow down', 'RATE_LIMITED'],
  ['503', 503, {}, '{}', 'UPSTREAM_ERROR'],
  ['a page', 200, { 'content-type': 'text/html' }, '<html></html>', 'MALFORMED_ANSWER'],
  ['half of an object', 200, {}, '{"a":1', 'MALFORMED_ANSWER'],
])('over a real socket, %s', async (_name, status, headers, body, code) => {
  expect(await codeOf(await serve((_request, response) => response.writeHead(status, headers).end(body)))).toBe(code);
});

test('nobody outside is asked by tests', async () => {
  const outcome = await createHttpClient().request({ url: 'https://api.relay.link/chains', signal: new AbortController().signal });
  expect(outcome).toEqual({ kind: 'unreachable', detail: 'api.relay.link: a test asked api.relay.link, which is not this machine' });
});
