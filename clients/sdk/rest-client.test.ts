import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createRestClient, type TransactionRequest } from './rest-client.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A client of a server that answers as told. */
const clientOf = async (listener: RequestListener, timeoutMs?: number) => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createRestClient({ url: `http://127.0.0.1:${port}/`, ...(timeoutMs !== undefined && { timeoutMs }) });
};

describe('a call', () => {
  test('goes where the protocol says, and gives the list itself', async () => {
    const seen: string[] = [];
    const client = await clientOf((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end(JSON.stringify({ chains: [{ chainId: 1 }], assets: [], corridors: [], bridges: [], feed: {}, version: 3 }));
    });
    expect(await client.chains()).toEqual([{ chainId: 1 }]);
    await Promise.all([client.assets(), client.corridors(), client.bridges(), client.limits()]);
    expect(await client.book('ethereum:USDC>base:USDC', '1000')).toMatchObject({ version: 3 });
    await client.quote({ from: 'a', to: 'b', amountUsd: '5' });
    expect(seen).toContain('GET /api/v1/books/ethereum%3AUSDC%3Ebase%3AUSDC?amountIn=1000');
    expect(seen).toContain('POST /api/v1/routes/quote');
  });

  test('for a transaction carries its key and its body', async () => {
    const seen: unknown[] = [];
    const client = await clientOf(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      seen.push([request.url, request.headers['idempotency-key'], JSON.parse(Buffer.concat(parts).toString())]);
      response.end('{"routeId":"across-1"}');
    });
    const body: TransactionRequest = { sender: `0x${'12'.repeat(20)}`, slippageBps: 5, depositAddress: true };
    expect(await client.transaction('across-1', body, { idempotencyKey: 'once' })).toEqual({ routeId: 'across-1' });
    await client.transaction('a/b', body);
    expect(seen).toEqual([
      ['/api/v1/routes/across-1/transaction', 'once', body],
      ['/api/v1/routes/a%2Fb/transaction', undefined, body],
    ]);
  });

  test('that is refused throws the problem, field and request id included', async () => {
    const problem = { code: 'UNKNOWN_ASSET', detail: 'no such asset', pointer: '/from', requestId: 'r-1', status: 400 };
    const client = await clientOf((_, response) => {
      response.writeHead(400, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    const refusal = client.quote({ from: 'x', to: 'y', amountIn: '1' });
    await expect(refusal).rejects.toThrow('no such asset');
    await expect(refusal).rejects.toMatchObject({
      name: 'ApiError',
      code: 'UNKNOWN_ASSET',
      status: 400,
      pointer: '/from',
      requestId: 'r-1',
    });
  });

  test.each([
    ['30', 30_000],
    ['Fri, 27 Nov 2026 15:00:00 GMT', undefined],
    [undefined, undefined],
  ])('that is to be tried again says after how long: %s', async (retryAfter, retryAfterMs) => {
    const client = await clientOf((_, response) => {
      response.writeHead(409, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      response.end(JSON.stringify({ code: 'STEP_NOT_READY', detail: 'no checkpoint holds the burn yet', status: 409 }));
    });
    const refusal = await client
      .stepTransaction('polygon-bridge:137:1', { sender: `0x${'12'.repeat(20)}` })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'STEP_NOT_READY', retryAfterMs });
  });

  test.each([
    [502, '<html>bad gateway</html>', { code: 'MALFORMED_ANSWER', status: 502 }],
    [200, 'not json', { code: 'MALFORMED_ANSWER', status: 200 }],
    [500, '[]', { code: 'MALFORMED_ANSWER', status: 500 }],
  ])('answered %i %s throws what it is', async (status, body, error) => {
    const client = await clientOf((_, response) => response.writeHead(status).end(body));
    await expect(client.chains()).rejects.toMatchObject(error);
  });

  test('ends when its time is up, when the caller gives up, and when nobody is there', async () => {
    const client = await clientOf(() => {}, 50);
    await expect(client.chains()).rejects.toMatchObject({ code: 'TIMEOUT', status: 0 });
    // Also a call that is given longer where nobody says how long.
    const wish = { sender: '0x90F79bf6EB2c4f870365E785982E1f101E93b906' };
    await expect(client.transaction('across-1', wish)).rejects.toMatchObject({ code: 'TIMEOUT', status: 0 });
    await expect(client.stepTransaction('across:1:7', wish)).rejects.toMatchObject({ code: 'TIMEOUT', status: 0 });
    const given = new AbortController();
    const call = client.limits({ signal: given.signal });
    given.abort(new Error('changed my mind'));
    await expect(call).rejects.toThrow('changed my mind');
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(client.chains()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});
