import { describe, expect, test } from 'vitest';
import { book as bookSchema } from '#schemas/api/book.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { restFixture } from '#test/support/rest-fixture.ts';

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const { api, freshKey, route, bookOf, bookUrl, post, ask } = restFixture();

describe('GET /books', () => {
  test('of an amount nobody asked for is version 0 and creates demand; then the stored bytes as they are', async () => {
    const { amountIn, key } = freshKey();
    const woken: string[] = [];
    const ear = api().redis.duplicate();
    ear.on('message', (_channel, payload) => woken.push(payload));
    await ear.subscribe(api().keys.demandChannel());
    const first = await fetch(bookUrl(amountIn));
    expect(bookSchema.parse(await first.json())).toMatchObject({ key, version: 0, routes: [], pending: ['across', 'stargate'] });
    await expect.poll(() => woken).toContain(key);
    ear.disconnect();
    const lapsesAtMs = Number(await api().redis.zscore(api().keys.demand(), key));
    expect(lapsesAtMs).toBeGreaterThan(Date.now());

    await api().publish(bookOf(key, 41));
    const stored = await api().redis.hget(api().keys.book(key), 'body');
    await expect.poll(async () => (await fetch(bookUrl(amountIn))).headers.get('etag')).toBe('"41"');
    const second = await fetch(bookUrl(amountIn));
    expect(await second.text()).toBe(stored);
    expect(second.headers.get('cache-control')).toBe('no-cache');
    expect(second.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('is 304 for the version that the caller has, and HEAD is GET without a body', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 7));
    for (const tag of ['"7"', 'W/"7"', '"1", "7"', '*']) {
      const same = await fetch(bookUrl(amountIn), { headers: { 'if-none-match': tag } });
      expect([same.status, await same.text()]).toEqual([304, '']);
    }
    expect((await fetch(bookUrl(amountIn), { headers: { 'if-none-match': '"6"' } })).status).toBe(200);
    const head = await fetch(bookUrl(amountIn), { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, '"7"', '']);
  });

  test('never goes back to an older version', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 9));
    await fetch(bookUrl(amountIn));
    await api().publish(bookOf(key, 8));
    await api().publish(bookOf(key, 10));
    await expect.poll(async () => (await fetch(bookUrl(amountIn))).headers.get('etag')).toBe('"10"');
  });

  test.each([
    [`${encodeURIComponent(CORRIDOR)}`, 'MISSING_PARAMETER', '/amountIn'],
    [`${encodeURIComponent(CORRIDOR)}?amountIn=`, 'INVALID_AMOUNT', '/amountIn'],
    [`${encodeURIComponent(CORRIDOR)}?amountIn=0x10`, 'INVALID_AMOUNT', '/amountIn'],
    [`${encodeURIComponent(CORRIDOR)}?amountIn=1&amountIn=2`, 'INVALID_AMOUNT', '/amountIn'],
    [`${encodeURIComponent(CORRIDOR)}?amountIn=1&colour=red`, 'UNKNOWN_FIELD', '/colour'],
    ['ethereum:USDC?amountIn=1', 'INVALID_CORRIDOR', '/corridor'],
    ['%E0%A4%A?amountIn=1', 'INVALID_CORRIDOR', '/corridor'],
    ['ethereum:USDC%3Emars:USDC?amountIn=1', 'UNKNOWN_CHAIN', '/corridor'],
    ['ethereum:USDC%3E1:usdc?amountIn=1', 'SAME_ASSET', '/corridor'],
  ])('refuses %s', async (path, code, pointer) => {
    await expectProblem(await fetch(`${api().url}/api/v1/books/${path}`), 400, code, pointer);
  });
});

describe('POST /routes/quote', () => {
  test('answers at once with the stored bytes of a settled book', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 3));
    const answer = await ask(amountIn, { maxWaitMs: 3_000 });
    expect(await answer.text()).toBe(await api().redis.hget(api().keys.book(key), 'body'));
  });

  test('waits until every bridge has answered', async () => {
    const { amountIn, key } = freshKey();
    const answer = ask(amountIn, { maxWaitMs: 3_000 });
    await expect.poll(() => api().redis.zscore(api().keys.demand(), key)).not.toBeNull();
    await api().publish(bookOf(key, 1, { routes: [route('across', 80)], pending: ['stargate'] }));
    await api().publish(bookOf(key, 2));
    expect(await (await answer).json()).toMatchObject({ version: 2, pending: [] });
  });

  test('names those that are late when the wait is over, expired ones among them', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(
      bookOf(key, 1, { routes: [route('across', 80)], excluded: [{ bridge: 'stargate', reason: 'EXPIRED', detail: '' }] }),
    );
    expect(await (await ask(amountIn, { maxWaitMs: 30 })).json()).toMatchObject({ version: 1, pending: ['stargate'] });
    const unknown = freshKey();
    expect(await (await ask(unknown.amountIn, { maxWaitMs: 0 })).json()).toMatchObject({ version: 0, pending: ['across', 'stargate'] });
  });

  test('never offers a route whose time is over, though its ranker be away', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 1, { routes: [route('across', 80, Date.now() - 60_000), route('stargate', 20)] }));
    const answer = bookSchema.parse(await (await ask(amountIn, { maxWaitMs: 10 })).json());
    expect(answer.routes.map(({ legs, rank }) => [legs[0]?.venue, rank])).toEqual([['stargate', 1]]);
    expect(answer).toMatchObject({ excluded: [{ bridge: 'across', reason: 'EXPIRED' }], pending: ['across'] });
  });

  test('ranks by a preset, or by any weights', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 1));
    const first = async (more: object) => bookSchema.parse(await (await ask(amountIn, more)).json()).routes[0]?.legs[0]?.venue;
    expect(await first({ preset: 'cheapest' })).toBe('across');
    expect(await first({ preset: 'fastest' })).toBe('stargate');
    expect(await first({ weights: { cost: 1 } })).toBe('across');
    expect(await first({ weights: { speed: 5, cost: 1 } })).toBe('stargate');
  });

  test('takes slippage off what must arrive', async () => {
    const { amountIn, key } = freshKey();
    await api().publish(bookOf(key, 1));
    const answer = bookSchema.parse(await (await ask(amountIn, { slippageBps: 50 })).json());
    expect(answer.routes.map(({ minAmountOut }) => minAmountOut)).toEqual(['994005000', '994005000']);
  });

  test('takes USD at the live price, and says so when there is none', async () => {
    const wish = { from: 'ethereum:WETH', to: 'base:WETH', amountUsd: '1000', maxWaitMs: 0 };
    await expectProblem(await post(wish), 503, 'PRICE_UNAVAILABLE', '/amountUsd');
    await api().redis.publish(api().keys.priceChannel(), JSON.stringify({ priceId: 'ethereum', usd: 2_500, observedAtMs: Date.now() }));
    await expect
      .poll(async () => ((await (await post(wish)).json()) as { key?: string }).key)
      .toBe('ethereum:WETH>base:WETH@400000000000000000');
  });

  const GOOD = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' };
  test.each([
    ['an amount that is negative', { amountIn: '-5' }, 'INVALID_AMOUNT', '/amountIn'],
    ['zero', { amountIn: '0' }, 'INVALID_AMOUNT', '/amountIn'],
    ['fractional', { amountIn: '1.5' }, 'INVALID_AMOUNT', '/amountIn'],
    ['hex', { amountIn: '0x10' }, 'INVALID_AMOUNT', '/amountIn'],
    ['above 2^256', { amountIn: `1${'0'.repeat(80)}` }, 'INVALID_AMOUNT', '/amountIn'],
    ['a number', { amountIn: 5 }, 'INVALID_AMOUNT', '/amountIn'],
    ['null', { amountIn: null }, 'INVALID_AMOUNT', '/amountIn'],
    ['both amounts', { amountUsd: '10' }, 'INVALID_PARAMETER', '/amountUsd'],
    ['neither amount', { amountIn: undefined }, 'MISSING_PARAMETER', '/amountIn'],
    ['USD below zero', { amountIn: undefined, amountUsd: '-1' }, 'INVALID_AMOUNT', '/amountUsd'],
    ['USD as a number', { amountIn: undefined, amountUsd: 1 }, 'INVALID_AMOUNT', '/amountUsd'],
    ['USD 1e9', { amountIn: undefined, amountUsd: '1e9' }, 'INVALID_AMOUNT', '/amountUsd'],
    ['an unknown chain', { from: 'mars:USDC' }, 'UNKNOWN_CHAIN', '/from'],
    ['an unknown asset', { to: 'base:NOPE' }, 'UNKNOWN_ASSET', '/to'],
    ['the same asset twice', { to: '1:usdc' }, 'SAME_ASSET', '/to'],
    ['no from', { from: undefined }, 'MISSING_PARAMETER', '/from'],
    ['from as a number', { from: 1 }, 'INVALID_PARAMETER', '/from'],
    ['a wrong checksum', { sender: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eb49' }, 'INVALID_ADDRESS', '/sender'],
    ['half an address', { recipient: '0xA0b8' }, 'INVALID_ADDRESS', '/recipient'],
    ['an unknown preset', { preset: 'prettiest' }, 'INVALID_PARAMETER', '/preset'],
    ['preset and weights', { preset: 'best', weights: { cost: 1 } }, 'INVALID_PARAMETER', '/weights'],
    ['a negative weight', { weights: { cost: -1 } }, 'INVALID_PARAMETER', '/weights/cost'],
    ['all weights zero', { weights: { cost: 0 } }, 'INVALID_PARAMETER', '/weights'],
    ['an unknown weight', { weights: { cost: 1, beauty: 1 } }, 'UNKNOWN_FIELD', '/weights/beauty'],
    ['too long a wait', { maxWaitMs: 3_001 }, 'INVALID_PARAMETER', '/maxWaitMs'],
    ['a wait below zero', { maxWaitMs: -1 }, 'INVALID_PARAMETER', '/maxWaitMs'],
    ['a wait as text', { maxWaitMs: '5' }, 'INVALID_PARAMETER', '/maxWaitMs'],
    ['too much slippage', { slippageBps: 10_000 }, 'INVALID_PARAMETER', '/slippageBps'],
    ['an unknown field', { shiny: 1 }, 'UNKNOWN_FIELD', '/shiny'],
    ['a field that needs escaping', { 'a/b~c': 1 }, 'UNKNOWN_FIELD', '/a~1b~0c'],
  ])('refuses %s', async (_what, change, code, pointer) => {
    const status = code === 'PRICE_UNAVAILABLE' ? 503 : 400;
    await expectProblem(await post({ ...GOOD, ...change }), status, code, pointer);
  });

  test('takes 10^40, an amount like another', async () => {
    expect((await ask(`1${'0'.repeat(40)}`, { maxWaitMs: 0 })).status).toBe(200);
  });

  test('refuses bodies that are no JSON object of a fair size, and serves on', async () => {
    await expectProblem(await post('{"from":'), 400, 'INVALID_JSON');
    await expectProblem(await post(''), 400, 'INVALID_JSON');
    await expectProblem(await post('[]'), 400, 'INVALID_PARAMETER');
    await expectProblem(await post('"text"'), 400, 'INVALID_PARAMETER');
    await expectProblem(await post('{"__proto__":{"from":"ethereum:USDC"}}'), 400, 'UNKNOWN_FIELD', '/__proto__');
    await expectProblem(await post(`${'['.repeat(30_000)}${']'.repeat(30_000)}`), 400, 'INVALID_PARAMETER');
    await expectProblem(await post({ ...GOOD, amountIn: '9'.repeat(1_000_000) }), 413, 'BODY_TOO_LARGE');
    await expectProblem(await post(GOOD, { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    for (const headers of [
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/json; charset=utf-16le' },
    ])
      await expectProblem(await post(GOOD, headers), 415, 'UNSUPPORTED_MEDIA_TYPE');
    await expectProblem(await post(Buffer.from([0x7b, 0xff, 0x7d])), 400, 'INVALID_JSON');
    for (const type of ['application/json;charset=UTF-8', 'Application/JSON; charset="utf-8"'])
      expect((await post(`\uFEFF${JSON.stringify({ ...GOOD, maxWaitMs: 0 })}`, { 'content-type': type })).status).toBe(200);
    expect((await fetch(`${api().url}/health/live`)).status).toBe(200);
  });
});

describe('GET /routes/stream', () => {
  const events = (text: string) =>
    text
      .split('\n\n')
      .filter((block) => block !== '')
      .map((block) => {
        const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        return { name, data: JSON.parse(data) as { version: number; pending: string[] } };
      });

  test('sends each book as it comes, then the result, and ends', async () => {
    const { amountIn, key } = freshKey();
    const query = new URLSearchParams({ from: '1:USDC', to: 'arbitrum:USDC', amountIn, maxWaitMs: '3000', weights: 'cost:1,speed:2' });
    const response = await fetch(`${api().url}/api/v1/routes/stream?${query}`, { signal: AbortSignal.timeout(20_000) }).then(
      async (opened) => {
        expect(opened.headers.get('content-type')).toBe('text/event-stream');
        return opened.text();
      },
    );
    expect(events(response)).toMatchObject([{ name: 'result', data: { version: 0 } }]);

    const streamed = fetch(`${api().url}/api/v1/routes/stream?${query}`).then((opened) => opened.text());
    await api().publish(bookOf(key, 1, { routes: [route('across', 80)], pending: ['stargate'] }));
    await api().publish(bookOf(key, 2));
    const heard = events(await streamed);
    expect(heard.at(-1)).toMatchObject({ name: 'result', data: { version: 2, pending: [] } });
    expect(heard.slice(0, -1).every(({ name }) => name === 'book')).toBe(true);
  });

  test('refuses bad input as a quote does', async () => {
    const stream = (query: string) => fetch(`${api().url}/api/v1/routes/stream?${query}`);
    await expectProblem(await stream('from=ethereum:USDC&to=arbitrum:USDC'), 400, 'MISSING_PARAMETER', '/amountIn');
    await expectProblem(
      await stream('from=ethereum:USDC&to=arbitrum:USDC&amountIn=5&maxWaitMs=1e3'),
      400,
      'INVALID_PARAMETER',
      '/maxWaitMs',
    );
    await expectProblem(await stream('from=ethereum:USDC&from=base:USDC&to=arbitrum:USDC&amountIn=5'), 400, 'INVALID_PARAMETER', '/from');
    await expectProblem(await stream('from=ethereum:USDC&to=arbitrum:USDC&amountIn=5&weights=cost'), 400, 'INVALID_PARAMETER', '/weights');
    await expectProblem(
      await stream('from=ethereum:USDC&to=arbitrum:USDC&amountIn=5&weights=beauty:5'),
      400,
      'UNKNOWN_FIELD',
      '/weights/beauty',
    );
  });
});
