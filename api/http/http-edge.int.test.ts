import { describe, expect, test } from 'vitest';
import { problem } from '#schemas/api/problem.ts';
import { rawAnswer } from '#test/support/raw-answer.ts';
import { restFixture } from '#test/support/rest-fixture.ts';

const { api, freshKey, bookOf, bookUrl } = restFixture();

/** A request as it goes over the wire. */
const ask = async (line: string, ...headers: readonly string[]) => {
  const text = await rawAnswer(api().port, [`${line} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
  return { status: Number(head.slice(9, 12)), header, body };
};

const WEBSOCKET = ['host: x', 'connection: upgrade', 'upgrade: websocket'] as const;
const KEY = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
const VERSION = 'sec-websocket-version: 13';

describe('what no common client sends', () => {
  test.each([
    ['an unknown method', 'FOO /api/v1/chains', ['host: x'], 405, 'METHOD_NOT_ALLOWED'],
    ['a tunnel', 'CONNECT x:80', ['host: x'], 405, 'METHOD_NOT_ALLOWED'],
    ['no host', 'GET /api/v1/chains', [], 400, 'INVALID_REQUEST'],
    ['two lengths', 'GET /api/v1/chains', ['host: x', 'content-length: 1', 'content-length: 2'], 400, 'INVALID_REQUEST'],
    ['a WebSocket by POST', 'POST /ws/v1', [...WEBSOCKET, KEY, VERSION], 405, 'METHOD_NOT_ALLOWED'],
    ['a WebSocket of another version', 'GET /ws/v1', [...WEBSOCKET, KEY, 'sec-websocket-version: 99'], 400, 'INVALID_REQUEST'],
    ['a WebSocket without a key', 'GET /ws/v1', [...WEBSOCKET, VERSION], 400, 'INVALID_REQUEST'],
    ['a WebSocket elsewhere', 'GET /ws/v2', [...WEBSOCKET, KEY, VERSION], 404, 'NOT_FOUND'],
    ['a WebSocket of another page', 'GET /ws/v1', [...WEBSOCKET, KEY, VERSION, 'origin: https://x.example'], 403, 'ORIGIN_NOT_ALLOWED'],
  ])('%s is a problem of its own id', async (_what, line, headers, status, code) => {
    const answer = await ask(line, ...headers);
    expect(answer.status).toBe(status);
    expect(answer.header('content-type')).toBe('application/problem+json');
    const body = problem.parse(JSON.parse(answer.body));
    expect(body).toMatchObject({ status, code, requestId: expect.stringMatching(/^[\w-]{36}$/) });
    expect(answer.header('x-request-id')).toBe(body.requestId);
    expect(answer.header('access-control-allow-origin')).toBe('*');
    if (status === 405) expect(answer.header('allow')).toContain('GET');
  });

  test('a refused upgrade keeps the id that its sender gave', async () => {
    const { body } = await ask('GET /ws/v2', ...WEBSOCKET, KEY, VERSION, 'x-request-id: mine-7');
    expect(problem.parse(JSON.parse(body)).requestId).toBe('mine-7');
  });
});

describe('what some clients send with every request is passed over', () => {
  test.each([
    ['a wish for HTTP/2', ['connection: upgrade, http2-settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAARAAAAAAAIAAAAA']],
    ['an expectation', ['expect: the-best']],
  ])('%s', async (_what, headers) => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 1));
    const lists = await ask('GET /api/v1/chains', 'host: x', ...headers);
    expect(lists.status).toBe(200);
    const path = new URL(bookUrl(amountIn)).pathname;
    const book = await ask(`GET ${path}?amountIn=${amountIn}`, 'host: x', ...headers);
    expect([book.status, JSON.parse(book.body)]).toMatchObject([200, { key }]);
    const quote = JSON.stringify({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn, maxWaitMs: 0 });
    const posted = await rawAnswer(
      api().port,
      [
        'POST /api/v1/routes/quote HTTP/1.1',
        'host: x',
        ...headers,
        'content-type: application/json',
        `content-length: ${quote.length}`,
        '',
        quote,
      ].join('\r\n'),
    );
    expect(posted).toMatch(/^HTTP\/1\.1 200 /m);
  });
});

test('the server may be named before the path', async () => {
  const { amountIn, key } = freshKey();
  await api().publish(bookOf(key, 1));
  const { pathname, search } = new URL(bookUrl(amountIn));
  const { status, body } = await ask(`GET http://routebook.example${pathname}${search}`, 'host: routebook.example');
  expect([status, JSON.parse(body)]).toMatchObject([200, { key }]);
  expect((await ask('GET http://routebook.example/health/live', 'host: x')).status).toBe(200);
});

test('a page that the caller has is not sent again, however its tag came, and its answer can be read by any origin', async () => {
  const { headers } = await fetch(`${api().url}/docs`);
  const etag = headers.get('etag') ?? '';
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await fetch(`${api().url}/docs`, { headers: { 'if-none-match': held } });
    expect([held, again.status]).toEqual([held, 304]);
    expect(again.headers.get('x-request-id')).toMatch(/./);
    expect(again.headers.get('access-control-expose-headers')).toContain('retry-after');
  }
});

test('a parameter that does not exist is pointed to as RFC 6901 says', async () => {
  const { amountIn } = freshKey();
  const { pathname } = new URL(bookUrl(amountIn));
  const { body } = await ask(`GET ${pathname}?a%2Fb%7E=1&amountIn=1`, 'host: x');
  expect(problem.parse(JSON.parse(body))).toMatchObject({ code: 'UNKNOWN_FIELD', pointer: '/a~1b~0' });
});
