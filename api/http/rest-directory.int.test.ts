import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '#schemas/api/feed.ts';
import { bridgeInFull } from '#schemas/api/lists.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { rawAnswer } from '#test/support/raw-answer.ts';
import { restFixture } from '#test/support/rest-fixture.ts';

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const { api, freshKey, bookOf, bookUrl, ask } = restFixture();

describe('everything else', () => {
  test('lists what there is', async () => {
    const get = async (path: string) => (await fetch(`${api().url}/api/v1${path}`)).json();
    expect(await get('/chains')).toMatchObject({
      chains: expect.arrayContaining([expect.objectContaining({ chainId: 8453, slug: 'base', rpcUrl: 'http://127.0.0.1:1/base' })]),
    });
    expect(await get('/limits')).toMatchObject({
      feed: { subscriptionsPerConnection: 200 },
      rest: { bodyBytes: 65_536 },
      // No ClickHouse here: what it would say is not known.
      sql: { on: false, queriesAtOnce: 2, resultRows: null, executionMs: null, memoryBytes: null },
    });
    await api().redis.set(api().keys.corridors(), JSON.stringify([{ corridor: CORRIDOR, amounts: ['100000000'] }]));
    expect(await get('/corridors')).toEqual({ corridors: [{ corridor: CORRIDOR, amounts: ['100000000'] }] });
    await api().redis.hset(api().keys.bridges(), 'across', JSON.stringify({ id: 'across', name: 'Across', status: 'up' }));
    await expect.poll(() => get('/bridges')).toMatchObject({ bridges: [{ id: 'across' }] });
    expect(await get('/bridges/across')).toMatchObject({ name: 'Across' });
    await expectProblem(await fetch(`${api().url}/api/v1/bridges/nope`), 404, 'UNKNOWN_BRIDGE', '/id');
    expect(await get('/bridges/across')).toMatchObject({ figures: null, figuresByCorridor: [] });
  });

  test('tells of each bridge what its transfers took and delivered, whole and by corridor', async () => {
    const windowOf = (fills: number) => ({ fills, p50Seconds: 4, p90Seconds: 9, p99Seconds: 30 });
    const kept = { transfers: 2, meanBps: 0, deliveredInFull: 2, inTime: 1 };
    const figuresOf = (fills: number) => ({
      observedAt: '2026-11-20T12:00:00.000Z',
      fillTimes: { '1h': windowOf(fills), '24h': windowOf(fills), '7d': windowOf(fills) },
      accuracy: { '1h': kept, '24h': kept, '7d': kept },
    });
    await api().redis.hset(api().keys.bridges(), 'hop', JSON.stringify({ id: 'hop', name: 'Hop', status: 'up' }));
    await api().redis.hset(api().keys.figures(), {
      '#': 'somebody:1',
      'hop|*': JSON.stringify(figuresOf(30)),
      [`hop|${CORRIDOR}`]: JSON.stringify(figuresOf(20)),
      'hop|base:USDC>ethereum:USDC': JSON.stringify(figuresOf(10)),
      [`across|${CORRIDOR}`]: JSON.stringify(figuresOf(7)),
    });
    const hop = async () => bridgeInFull.parse(await (await fetch(`${api().url}/api/v1/bridges/hop`)).json());
    await expect.poll(async () => (await fetch(`${api().url}/api/v1/bridges/hop`)).status).toBe(200);
    await expect.poll(async () => (await hop()).figures).toEqual(figuresOf(30));
    expect((await hop()).figuresByCorridor).toEqual([
      { corridor: 'base:USDC>ethereum:USDC', ...figuresOf(10) },
      { corridor: CORRIDOR, ...figuresOf(20) },
    ]);
    const { bridges } = (await (await fetch(`${api().url}/api/v1/bridges`)).json()) as { bridges: { id: string; figures: unknown }[] };
    expect(bridges.find(({ id }) => id === 'hop')?.figures).toEqual(figuresOf(30));
  });

  test('is ready when its services are, and names what is missing', async () => {
    const ready = async () => (await fetch(`${api().url}/health/ready`)).json() as Promise<{ ready: boolean; missing: string[] }>;
    await expect.poll(async () => (await ready()).missing).toContain('ranking: not running');
    expect((await fetch(`${api().url}/health/ready`)).status).toBe(503);
    await api().redis.set(api().keys.corridors(), JSON.stringify([{ corridor: CORRIDOR, amounts: ['100000000'] }]));
    await api().publish(bookOf(`${CORRIDOR}@100000000`, 1));
    const beat = (service: string, missing: string[]) =>
      api().redis.hset(api().keys.services(), service, JSON.stringify({ ready: missing.length === 0, missing, atMs: Date.now() + 60_000 }));
    await beat('quotes', []);
    for (const service of ['market', 'chain-events', 'transfers', 'signals', 'health', 'history']) await beat(service, []);
    await beat('ranking', ['kafka']);
    await expect.poll(async () => (await ready()).missing).toEqual(['ranking: kafka']);
    await beat('ranking', []);
    await expect.poll(async () => (await fetch(`${api().url}/health/ready`)).status).toBe(200);
  });

  test.each([
    '/docs',
    '/docs/feed',
    '/docs/errors',
    '/docs/assets/swagger-ui-bundle.js',
    '/openapi.json',
    '/asyncapi.json',
    '/metrics',
    '/health/live',
  ])('serves %s', async (path) => {
    const response = await fetch(`${api().url}${path}`);
    expect(response.status).toBe(200);
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      const html = await response.text();
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });

  test('tells on the feed’s page what each channel may be asked with', async () => {
    const html = await (await fetch(`${api().url}/docs/feed`)).text();
    for (const channel of CHANNELS) expect(html).toContain(`<h3>${channel[0]?.toUpperCase()}${channel.slice(1)}Params</h3>`);
  });

  test('counts requests by the template of their path', async () => {
    await fetch(bookUrl('123456'));
    await fetch(`${api().url}/api/v1/bridges/whatever`);
    const text = await api().metrics();
    expect(text).toContain('route="/api/v1/books/{corridor}",status="200"');
    expect(text).toContain('route="/api/v1/bridges/:id",status="404"');
    expect(text).not.toContain('whatever');
  });

  test('refuses wrong paths and methods', async () => {
    for (const path of ['/api/v1/nothing', '/API/v1/chains', '/api/v1/transfers', '/api/v1/books/']) {
      const response = await fetch(`${api().url}${path}`);
      expect([400, 404]).toContain(response.status);
    }
    await expectProblem(await fetch(`${api().url}/api/v1/nothing`), 404, 'NOT_FOUND');
    for (const [path, method, allow] of [
      ['/api/v1/chains', 'DELETE', 'GET, HEAD, OPTIONS'],
      ['/api/v1/routes/quote', 'GET', 'POST, OPTIONS'],
      [`/api/v1/books/${encodeURIComponent(CORRIDOR)}`, 'PUT', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const response = await fetch(`${api().url}${path}`, { method });
      expect(response.headers.get('allow')).toBe(allow);
      await expectProblem(response, 405, 'METHOD_NOT_ALLOWED');
    }
  });

  test('lets any origin read, without credentials, and ask for quotes after a preflight', async () => {
    const preflight = await fetch(`${api().url}/api/v1/routes/quote`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://wallet.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type');
    const answer = await fetch(`${api().url}/api/v1/chains`, { headers: { origin: 'https://wallet.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('keeps a fit request id and replaces any other', async () => {
    const idFor = async (given: string) =>
      (await fetch(`${api().url}/api/v1/chains`, { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await idFor('abc-123')).toBe('abc-123');
    expect(await idFor('a b;c')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('answers what is no HTTP, and headers without end, with problems', async () => {
    const raw = (text: string) => rawAnswer(api().port, text);
    expect(await raw('SING me a song\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*INVALID_REQUEST/s);
    expect(await raw(`GET /api/v1/books/x?amountIn=${'9'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 .*HEADERS_TOO_LARGE/s,
    );
  });

  test('a caller who leaves in the middle of a quote leaves nothing behind', async () => {
    const { amountIn, key } = freshKey();
    const call = request(`${api().url}/api/v1/routes/quote`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    call.on('error', () => {});
    call.end(JSON.stringify({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn, maxWaitMs: 3_000 }));
    await expect.poll(() => api().redis.zscore(api().keys.demand(), key)).not.toBeNull();
    call.destroy();
    expect((await ask(amountIn, { maxWaitMs: 0 })).status).toBe(200);
  });
});
