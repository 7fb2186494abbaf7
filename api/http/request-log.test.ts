import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createApp } from './app.ts';
import { createHotPath } from './hot-path.ts';
import { readJsonText } from './read-json-body.ts';

const TRACE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const HEADERS = { traceparent: `00-${TRACE.traceId}-${TRACE.spanId}-01`, 'x-request-id': 'mine' };

const serve = async (level: string) => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('api', level, { write: (line) => lines.push(JSON.parse(line)) });
  const metrics = { observe: () => undefined };
  const fail = () => Promise.reject(new Error('on purpose'));
  const app = createApp({ routes: [{ path: '/api/v1/fails', method: 'GET', handler: fail }], metrics, logger });
  const hot = createHotPath({ getBook: fail, postQuote: fail, metrics, logger });
  const server = createServer((request, response) => {
    if (!hot(request, response)) app(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    lines,
    get: (path: string, headers: Record<string, string> = HEADERS) => fetch(`${url}${path}`, { headers }).then((answer) => answer.text()),
  };
};

test('what goes wrong is logged under the request’s id and the caller’s trace, on the hot path and beside it', async () => {
  const { lines, get } = await serve('warn');
  await get('/api/v1/fails');
  await get('/api/v1/books/a%3Eb?amountIn=1');
  await get('/api/v1/fails', { 'x-request-id': 'other', traceparent: 'nonsense' });
  expect(lines).toMatchObject([
    { msg: 'a request failed', requestId: 'mine', ...TRACE },
    { msg: 'the books are out of reach', requestId: 'mine', ...TRACE },
    { msg: 'a request failed', requestId: 'other' },
  ]);
  expect(lines[2]).not.toHaveProperty('traceId');
});

test('at the level debug every answer has a line', async () => {
  const { lines, get } = await serve('debug');
  await get('/nowhere');
  await get('/api/v1/books/a%3Eb?amountIn=1');
  await expect.poll(() => lines.filter(({ msg }) => msg === 'answered')).toHaveLength(2);
  expect(lines.filter(({ msg }) => msg === 'answered')).toMatchObject([
    { requestId: 'mine', ...TRACE, method: 'GET', route: 'other', status: 404, elapsedMs: expect.any(Number) },
    { requestId: 'mine', ...TRACE, method: 'GET', route: '/api/v1/books/{corridor}', status: 503 },
  ]);
});

test('a caller who leaves in the middle of a body is no fault of ours: nothing is logged of it', async () => {
  const lines: string[] = [];
  const logger = createLogger('api', 'info', { write: (line) => lines.push(line) });
  const metrics = { observe: () => undefined };
  const heard: string[] = [];
  const readAll = async (request: IncomingMessage) => {
    const reading = readJsonText(request, 100);
    heard.push(await reading.then(String, (error: Error) => error.name));
    await reading;
  };
  const app = createApp({ routes: [{ path: '/api/v1/sql', method: 'POST', handler: readAll }], metrics, logger });
  const hot = createHotPath({ getBook: readAll, postQuote: readAll, metrics, logger });
  const server = createServer((request, response) => {
    if (!hot(request, response)) app(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  for (const path of ['/api/v1/sql', '/api/v1/routes/quote']) {
    const arrived = once(server, 'request');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"a":`);
    await arrived;
    socket.resetAndDestroy();
  }
  await expect.poll(() => heard).toEqual(['CallerGone', 'CallerGone']);
  await new Promise(setImmediate);
  expect(lines).toEqual([]);
});
