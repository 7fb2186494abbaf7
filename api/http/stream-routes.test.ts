import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '#platform/telemetry/logger.ts';
import { TooManyBooksError } from '../books/book-cache.ts';
import { createApp } from './app.ts';
import { createStreamRoutes } from './stream-routes.ts';

test('books that are out of reach are 503 as for a quote, and no fault of the server', async () => {
  const logger = createLogger('api', 'silent');
  const desk = { atOnce: () => undefined, wait: () => Promise.reject(new TooManyBooksError('full')) };
  const handler = createStreamRoutes({ desk, priceOf: () => undefined, logger });
  const metrics = { observe: () => undefined };
  const app = createApp({ routes: [{ path: '/stream', method: 'GET', handler }], metrics, logger });
  const server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/stream?from=ethereum:USDC&to=base:USDC&amountIn=5`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toMatchObject({ code: 'NOT_READY' });
});
