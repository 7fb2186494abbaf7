import { describe, expect, inject, test } from 'vitest';
import { book as bookSchema } from '#schemas/api/book.ts';
import { E2E_BRIDGES } from '../support/e2e-bridges.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const api = `${base}/api/v1`;
const CORRIDOR = encodeURIComponent('ethereum:USDC>arbitrum:USDC');
const QUESTION = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' };

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const expectProblem = async (response: Response, status: number, code?: string, pointer?: string) => {
  const problem = (await response.json()) as Record<string, unknown>;
  expect(response.status, JSON.stringify(problem)).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(problem).toMatchObject({
    status,
    type: expect.any(String),
    title: expect.any(String),
    code: expect.any(String),
    requestId: expect.any(String),
  });
  expect(String(problem.detail).length).toBeGreaterThan(10);
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|at .*\.ts:\d+/);
  if (code !== undefined) expect(problem.code).toBe(code);
  if (pointer !== undefined) expect(problem.pointer).toBe(pointer);
};

interface BookBody {
  key: string;
  version: number;
  routes: {
    amountIn: string;
    amountOut: string;
    observedAt: string;
    validUntil: string;
    score: { total: number };
    legs: { venue: string; amountIn: string; amountOut: string; from: string; to: string; fees: { asset: string; amount: string }[] }[];
  }[];
  excluded: { bridge: string }[];
  pending: string[];
}

/** Each bridge has a route, is excluded or is pending. */
const bridgesIn = ({ routes, excluded, pending }: BookBody) =>
  [...routes.map(({ legs }) => legs[0]?.venue), ...excluded.map(({ bridge }) => bridge), ...pending].sort();

describe('a quote', () => {
  test('is a ranked book whose fees add up to the base unit', async () => {
    const response = await post('/routes/quote', { ...QUESTION, maxWaitMs: 3_000 });
    expect(response.status).toBe(200);
    const quoted = (await response.json()) as BookBody;
    expect(bookSchema.safeParse(quoted).error?.issues ?? []).toEqual([]);
    expect(quoted.routes.map(({ legs }) => legs[0]?.venue)).toEqual(expect.arrayContaining(['across', 'stargate']));
    for (const route of quoted.routes) {
      const fees = route.legs.flatMap((leg) => leg.fees).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      expect(BigInt(route.amountIn) - fees).toBe(BigInt(route.amountOut));
      expect(Date.parse(route.validUntil) - Date.parse(route.observedAt)).toBeLessThanOrEqual(30_000);
    }
    const totals = quoted.routes.map(({ score }) => score.total);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  test('of an amount that nobody looked at waits for the bridges, and names those that are late', async () => {
    const amountIn = String(3_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
    const patient = (await (await post('/routes/quote', { ...QUESTION, amountIn, maxWaitMs: 3_000 })).json()) as BookBody;
    expect(patient.routes.length).toBeGreaterThan(0);
    const hasty = (await (await post('/routes/quote', { ...QUESTION, amountIn: `${amountIn}1`, maxWaitMs: 0 })).json()) as BookBody;
    expect(bridgesIn(hasty)).toEqual(E2E_BRIDGES);
  });

  test('takes USD, chain ids, addresses, a preset or weights', async () => {
    const usd = (await (
      await post('/routes/quote', { from: '1:USDC', to: 'arbitrum:0xaf88d065e77c8cC2239327C5EDb3A432268e5831', amountUsd: '1000' })
    ).json()) as BookBody;
    expect(usd.key).toBe('ethereum:USDC>arbitrum:USDC@1000000000');
    expect((await post('/routes/quote', { ...QUESTION, preset: 'fastest' })).status).toBe(200);
    expect((await post('/routes/quote', { ...QUESTION, weights: { cost: 1, speed: 0, reliability: 0, liquidity: 0 } })).status).toBe(200);
  });

  test.each([
    [{ from: 'mars:USDC' }, 'UNKNOWN_CHAIN', '/from'],
    [{ to: 'base:NOPE' }, 'UNKNOWN_ASSET', '/to'],
    [{ to: '1:USDC' }, 'SAME_ASSET', '/to'],
    [{ amountIn: '-5' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ amountIn: '0' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ amountIn: '1.5' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ amountIn: '0x10' }, 'INVALID_AMOUNT', '/amountIn'],
    [{ amountIn: `1${'0'.repeat(90)}` }, 'INVALID_AMOUNT', '/amountIn'],
    [{ amountIn: 5 }, undefined, '/amountIn'],
    [{ amountUsd: '10' }, undefined, undefined],
    [{ maxWaitMs: 3_001 }, undefined, '/maxWaitMs'],
    [{ maxWaitMs: -1 }, undefined, '/maxWaitMs'],
    [{ shiny: 1 }, 'UNKNOWN_FIELD', '/shiny'],
    [{ weights: { cost: 1, beauty: 2 } }, 'UNKNOWN_FIELD', '/weights/beauty'],
    [{ weights: { cost: -1, speed: 1, reliability: 1, liquidity: 1 } }, undefined, '/weights/cost'],
    [{ weights: { cost: 0, speed: 0, reliability: 0, liquidity: 0 } }, undefined, '/weights'],
    [{ sender: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eb48' }, 'INVALID_ADDRESS', '/sender'],
    [{ from: 'ethereum:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eb48' }, 'INVALID_ADDRESS', '/from'],
  ])('%# with bad input is refused by name', async (change, code, pointer) => {
    await expectProblem(await post('/routes/quote', { ...QUESTION, ...change }), 400, code, pointer);
  });

  test('10^40 base units is an amount like another: no bridge takes it', async () => {
    const response = await post('/routes/quote', { ...QUESTION, amountIn: `1${'0'.repeat(40)}`, maxWaitMs: 3_000 });
    expect(response.status).toBe(200);
    expect(((await response.json()) as BookBody).routes).toEqual([]);
  });

  test('neither amount, malformed JSON, a wrong type and a body of 1 MB are each a clear refusal', async () => {
    await expectProblem(await post('/routes/quote', { from: QUESTION.from, to: QUESTION.to }), 400);
    await expectProblem(await post('/routes/quote', '{"from":'), 400, 'INVALID_JSON');
    await expectProblem(
      await post('/routes/quote', JSON.stringify(QUESTION), { 'content-type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
    await expectProblem(await post('/routes/quote', { ...QUESTION, amountIn: '9'.repeat(1_000_000) }), 413, 'BODY_TOO_LARGE');
  });
});

describe('a book', () => {
  test('is served as stored, with an ETag that answers 304 while nothing changed', async () => {
    const first = await fetch(`${api}/books/${CORRIDOR}?amountIn=1000000000`);
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag');
    const served = (await first.json()) as BookBody;
    expect(etag).toContain(String(served.version));
    const again = await fetch(`${api}/books/${CORRIDOR}?amountIn=1000000000`, { headers: { 'if-none-match': etag ?? '' } });
    expect([200, 304]).toContain(again.status);
    if (again.status === 304) expect(await again.text()).toBe('');
  });

  test('HEAD is GET without a body', async () => {
    const response = await fetch(`${api}/books/${CORRIDOR}?amountIn=1000000000`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  test('needs an amount and a corridor', async () => {
    await expectProblem(await fetch(`${api}/books/${CORRIDOR}`), 400, undefined, '/amountIn');
    await expectProblem(
      await fetch(`${api}/books/${encodeURIComponent('ethereum:USDC')}?amountIn=1`),
      400,
      'INVALID_CORRIDOR',
      '/corridor',
    );
    await expectProblem(
      await fetch(`${api}/books/${encodeURIComponent('ethereum:USDC>ethereum:USDC')}?amountIn=1`),
      400,
      'SAME_ASSET',
      '/corridor',
    );
  });

  test('of an amount that nobody asked for is 200 at once and says where each bridge stands; and then it is whole', async () => {
    const url = `${api}/books/${CORRIDOR}?amountIn=${5_000_000_000 + Math.floor(Math.random() * 1_000_000_000)}`;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(bridgesIn((await response.json()) as BookBody)).toEqual(E2E_BRIDGES);
    await expect
      .poll(async () => ((await (await fetch(url)).json()) as BookBody).routes.length, { timeout: 60_000, interval: 200 })
      .toBe(E2E_BRIDGES.length);
  });
});

describe('lists and pages', () => {
  test('chains, assets, corridors, bridges and limits have their shapes', async () => {
    const get = async (path: string) => (await (await fetch(`${api}${path}`)).json()) as Record<string, Record<string, unknown>[]>;
    const { chains } = await get('/chains');
    expect(chains?.map(({ slug }) => slug).sort()).toEqual(['arbitrum', 'avalanche', 'base', 'ethereum', 'optimism', 'polygon']);
    for (const chain of chains ?? []) expect(chain.rpcUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect((await get('/assets')).assets).toContainEqual(
      expect.objectContaining({
        asset: 'ethereum:USDC',
        address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
        decimals: 6,
        symbol: 'USDC',
      }),
    );
    expect((await get('/corridors')).corridors).toContainEqual(
      expect.objectContaining({ corridor: 'ethereum:USDC>arbitrum:USDC', amounts: expect.arrayContaining(['1000000000']) }),
    );
    expect((await get('/bridges')).bridges?.map(({ id }) => id).sort()).toEqual(E2E_BRIDGES);
    expect(await (await fetch(`${api}/bridges/across`)).json()).toMatchObject({ id: 'across', name: 'Across' });
    await expectProblem(await fetch(`${api}/bridges/nope`), 404, 'UNKNOWN_BRIDGE');
    expect(await (await fetch(`${api}/limits`)).json()).toMatchObject({
      feed: {
        subscriptionsPerConnection: expect.any(Number),
        messagesPerSecond: expect.any(Number),
        frameBytes: expect.any(Number),
        connectionsPerAddress: expect.any(Number),
      },
      rest: { bodyBytes: expect.any(Number) },
    });
  });

  test('the past is there to be asked, by SQL too', async () => {
    const count = async (query: string) => {
      const answer = await post('/sql', { query });
      expect(answer.status, await answer.clone().text()).toBe(200);
      const { data } = (await answer.json()) as { data: { n: string }[] };
      return Number(data[0]?.n);
    };
    await expect.poll(() => count("SELECT count() AS n FROM quotes WHERE bridge = 'across'"), { timeout: 60_000 }).toBeGreaterThan(0);
    await expectProblem(await post('/sql', { query: 'DROP TABLE quotes' }), 403, 'SQL_NOT_ALLOWED', '/query');
    await expectProblem(await post('/sql', { query: 'SELECT file(1)' }), 403, 'SQL_NOT_ALLOWED', '/query');
    const now = new Date().toISOString();
    const asked = async (path: string) => (await fetch(`${api}/history/${path}`)).json() as Promise<Record<string, unknown[]>>;
    expect((await asked(`quotes?to=${now}&limit=5`)).quotes).toHaveLength(5);
    await expect
      .poll(async () => (await asked(`books?at=${new Date().toISOString()}`)).books?.length, { timeout: 60_000 })
      .toBeGreaterThan(0);
  });

  test('health, metrics, contracts, docs and the board are at the root', async () => {
    for (const path of ['/', '/health/live', '/health/ready', '/metrics', '/openapi.json', '/asyncapi.json', '/docs']) {
      expect((await fetch(`${base}${path}`)).status, path).toBe(200);
    }
    expect(await (await fetch(`${base}/openapi.json`)).json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    expect(await (await fetch(`${base}/asyncapi.json`)).json()).toMatchObject({ asyncapi: expect.stringMatching(/^3\.0/) });
  });

  test('an unknown path is 404, a wrong method 405 with Allow, and any origin may read', async () => {
    await expectProblem(await fetch(`${api}/nothing`), 404, 'NOT_FOUND');
    const wrong = await fetch(`${api}/chains`, { method: 'DELETE' });
    expect(wrong.headers.get('allow')).toContain('GET');
    await expectProblem(wrong, 405, 'METHOD_NOT_ALLOWED');
    const cross = await fetch(`${api}/chains`, { headers: { origin: 'https://wallet.example' } });
    expect(cross.headers.get('access-control-allow-origin')).toBe('*');
    expect(cross.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('routes stream as server-sent events, and the stream ends with the result', async () => {
    const query = new URLSearchParams({
      from: QUESTION.from,
      to: QUESTION.to,
      amountIn: String(6_000_000_000 + Math.floor(Math.random() * 1_000_000_000)),
      maxWaitMs: '3000',
    });
    const response = await fetch(`${api}/routes/stream?${query}`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await response.text();
    expect(text).toContain('event: result');
    const data =
      text
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('data: '))
        .at(-1)
        ?.slice('data: '.length) ?? '';
    expect((JSON.parse(data) as BookBody).routes.length).toBeGreaterThan(0);
  });
});
