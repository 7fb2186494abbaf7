import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultBoard, type FaultBoard } from '../control/fault-board.ts';
import { faultRequest } from '../control/fault-catalog.ts';
import { json } from './answer.ts';
import { createUpstreamHandler } from './upstream-handler.ts';

let server: Server;
let faults: FaultBoard;
let base: string;
beforeEach(async () => {
  faults = createFaultBoard();
  const apis = [{ provider: 'across', base: '/across', api: async () => json({ is: 'served' }) }];
  const handle = createUpstreamHandler({ apis, faults, seed: () => 'seed' });
  server = createServer((request, response) => void handle(request, response, new URL(request.url ?? '/', 'http://simnet')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('an API that hangs says nothing until the fault is taken off, and then serves who still waits', async () => {
  faults.add(faultRequest.parse({ name: 'hang' }), 0);
  const waiting = fetch(`${base}/across/quote`);
  let hasAnswered = false;
  void waiting.then(() => {
    hasAnswered = true;
  });
  await once(server, 'request');
  faults.add(faultRequest.parse({ name: 'slow', ms: 1 }), 0);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(hasAnswered).toBe(false);
  faults.remove({ name: 'hang' });
  expect(await (await waiting).json()).toEqual({ is: 'served' });
});

test('a caller that gives up on an API that hangs is forgotten', async () => {
  faults.add(faultRequest.parse({ name: 'hang' }), 0);
  const patience = new AbortController();
  const waiting = fetch(`${base}/across/quote`, { signal: patience.signal });
  const [, response] = await once(server, 'request');
  patience.abort();
  await expect(waiting).rejects.toThrow('aborted');
  if (!response.destroyed) await once(response, 'close');
  faults.remove({ name: 'hang' });
  expect(response.headersSent).toBe(false);
});
