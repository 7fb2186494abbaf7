import { describe, expect, test } from 'vitest';
import { serverFrame } from '#schemas/api/feed.ts';
import { applyDelta, bookFromSnapshot } from '#sdk/held-book.ts';
import { routeJson } from '#test/support/arbitrary-book.ts';
import { feedFixture } from '#test/support/feed-fixture.ts';

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const PARTS = { cost: 50, speed: 50, reliability: 50, liquidity: 50 };
const { api, open, fresh, route, bookOf } = feedFixture();

describe('routes', () => {
  test('ack with canonical params, snapshot at once though empty, then deltas that keep the checksum', async () => {
    const { params, key } = fresh();
    const client = await open();
    client.send({ op: 'subscribe', id: 'a', channel: 'routes', params: { ...params, from: '1:usdc', to: '42161:USDC' } });
    expect(await client.next('subscribed')).toEqual({
      type: 'subscribed',
      id: 'a',
      channel: 'routes',
      key,
      params: { ...params, depth: 5, minIntervalMs: 0, mode: 'delta', preset: 'best' },
    });
    expect(await client.next('snapshot')).toMatchObject({ version: 0, routes: [], pending: ['across', 'stargate'], checksum: 0 });
    await api().publish(bookOf(key, 1));
    await client.next('delta');
    await api().publish(bookOf(key, 2, [route('stargate', 980_000_000)]));
    await client.next('delta');
    const [, snapshot, ...deltas] = client.frames;
    let held = bookFromSnapshot(snapshot as never);
    for (const delta of deltas) held = held.ok ? applyDelta(held.value, delta as never) : held;
    expect(held).toMatchObject({ ok: true, value: { version: 2, routes: [{ routeId: 'r-stargate', rank: 1 }] } });
    for (const frame of client.frames) expect(serverFrame.safeParse(frame).error?.issues).toBeUndefined();
  });

  test('mode full sends whole books; other presets have their own order; both keep demand alive', async () => {
    const { params, key } = fresh();
    const cheapAndSlow = routeJson({ venue: 'across', amountOut: 990_000_000, parts: { ...PARTS, cost: 90, speed: 10 } });
    const dearAndFast = routeJson({ venue: 'stargate', amountOut: 980_000_000, parts: { ...PARTS, cost: 10, speed: 90 } });
    await api().publish(bookOf(key, 1, [cheapAndSlow, dearAndFast]));
    const first = async (preset: string) => {
      const client = await open();
      client.send({ op: 'subscribe', id: '1', channel: 'routes', params: { ...params, mode: 'full', preset, depth: 1 } });
      const { routes } = await client.next('snapshot');
      return routes;
    };
    expect(await first('cheapest')).toMatchObject([{ routeId: 'r-across' }]);
    expect(await first('fastest')).toMatchObject([{ routeId: 'r-stargate' }]);
    expect(Number(await api().redis.zscore(api().keys.demand(), key))).toBeGreaterThan(Date.now());
  });

  test('demand is renewed while somebody looks', async () => {
    const { params, key } = fresh();
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    await client.next('snapshot');
    const first = Number(await api().redis.zscore(api().keys.demand(), key));
    await expect.poll(async () => Number(await api().redis.zscore(api().keys.demand(), key))).toBeGreaterThan(first);
  });

  test('resume brings what was missed as a delta, resync a snapshot', async () => {
    const { params, key } = fresh();
    await api().publish(bookOf(key, 1));
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    await client.next('snapshot');
    client.webSocket.terminate();
    const other = await open();
    other.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    await other.next('snapshot');
    await api().publish(bookOf(key, 2));
    await other.next('delta');
    const again = await open();
    again.send({ op: 'resume', id: '2', channel: 'routes', versions: { [key]: 1 } });
    expect(await again.next('subscribed')).toMatchObject({ id: '2', key, params });
    expect(await again.next('delta')).toMatchObject({ prevVersion: 1, version: 2 });
    again.send({ op: 'resync', id: '3', channel: 'routes', key });
    expect(await again.next('snapshot')).toMatchObject({ version: 2 });
    again.send({ op: 'resume', id: '4', channel: 'routes', versions: { 'ethereum:USDC@5': 1 } });
    expect(await again.next('error')).toMatchObject({ id: '4', code: 'INVALID_CORRIDOR', pointer: '/versions/ethereum:USDC@5' });
  });

  test('a book that Redis forgot and the ranker wrote again goes on', async () => {
    const { params, key } = fresh();
    await api().publish(bookOf(key, 5));
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    await client.next('snapshot');
    await api().redis.del(api().keys.book(key));
    await api().publish(bookOf(key, 6));
    expect(await client.next('delta')).toMatchObject({ prevVersion: 5, version: 6 });
  });
});

describe('the other channels', () => {
  test('prices: the present, then changes, in the key of the subscription', async () => {
    const atMs = Date.now();
    const say = (usd: number, observedAtMs: number) =>
      api().redis.publish(api().keys.priceChannel(), JSON.stringify({ priceId: 'dai', usd, observedAtMs }));
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'prices', params: { asset: '1:dai' } });
    expect(await client.next('subscribed')).toMatchObject({ key: 'ethereum:DAI', params: { asset: 'ethereum:DAI' } });
    await client.next('update');
    await say(0.9991, atMs);
    expect(await client.next('update')).toMatchObject({ key: 'ethereum:DAI', prices: [{ asset: 'ethereum:DAI', usd: '0.999100' }] });
    client.send({ op: 'subscribe', id: '2', channel: 'prices' });
    const all = await client.next('update');
    expect(all).toMatchObject({
      key: '*',
      prices: expect.arrayContaining([expect.objectContaining({ asset: 'base:DAI', usd: '0.999100' })]),
    });
    expect(serverFrame.safeParse(all).error).toBeUndefined();
  });

  test('quotes: watched in Redis while somebody listens, and passed on as they come', async () => {
    const { params, key } = fresh();
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'quotes', params });
    expect(await client.next('update')).toMatchObject({ key, quotes: [] });
    expect(await api().redis.zscore(api().keys.quoteWatch(), key)).not.toBeNull();
    const at = new Date().toISOString();
    const failure = { code: 'UPSTREAM_TIMEOUT', detail: 'no answer in 3 s', limit: null, retryAfterMs: null };
    const quote = { quoteId: 'q1', bridge: 'across', corridor: CORRIDOR, amountIn: params.amountIn, askedAt: at, observedAt: at, failure };
    await api().redis.publish(api().keys.quoteChannel(key), JSON.stringify(quote));
    const update = await client.next('update');
    expect(update).toMatchObject({ quotes: [quote] });
    expect(serverFrame.safeParse(update).error).toBeUndefined();
    const late = await open();
    late.send({ op: 'subscribe', id: '1', channel: 'quotes', params });
    expect(await late.next('update')).toMatchObject({ quotes: [{ quoteId: 'q1' }] });
  });

  test('bridges and system: what stands, then what changes', async () => {
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'system' });
    expect(await client.next('update')).toMatchObject({ channel: 'system', key: '*', ready: false });
    client.send({ op: 'subscribe', id: '2', channel: 'bridges' });
    await client.next('update');
    await api().redis.hset(api().keys.bridges(), 'hop', JSON.stringify({ id: 'hop', name: 'Hop', status: 'up' }));
    expect(await client.next('update')).toMatchObject({ key: '*', bridges: [{ id: 'hop' }] });
    client.send({ op: 'subscribe', id: '3', channel: 'bridges', params: { bridge: 'nope' } });
    expect(await client.next('error')).toMatchObject({ code: 'UNKNOWN_BRIDGE', pointer: '/params/bridge' });
  });
});

describe('every op is answered', () => {
  test('list, ping, unsubscribe, and a subscription asked for again', async () => {
    const { params, key } = fresh();
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    client.send({ op: 'subscribe', id: '2', channel: 'routes', params: { ...params, depth: 2 } });
    client.send({ op: 'list', id: '3' });
    client.send({ op: 'ping', id: '4' });
    client.send({ op: 'unsubscribe', id: '5', channel: 'routes', key });
    client.send({ op: 'unsubscribe', id: '6', channel: 'routes', key });
    await client.next('error');
    expect(client.frames.map(({ type }) => type)).toEqual([
      ...['subscribed', 'snapshot', 'subscribed', 'snapshot', 'subscriptions', 'pong', 'unsubscribed', 'error'],
    ]);
    expect(client.frames[4]).toMatchObject({ subscriptions: [{ channel: 'routes', key, params: { depth: 2 } }] });
    expect(client.frames[7]).toMatchObject({ id: '6', code: 'NOT_SUBSCRIBED', pointer: '/key' });
    await api().publish(bookOf(key, 1));
    client.send({ op: 'ping', id: '7' });
    await client.next('pong');
    expect(client.frames.at(-1)).toMatchObject({ id: '7' });
  });

  test.each([
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:NOPE', to: 'base:USDC', amountIn: '1' } },
      'UNKNOWN_ASSET',
      '/params/from',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: 'mars:USDC', amountIn: '1' } },
      'UNKNOWN_CHAIN',
      '/params/to',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: '1:USDC', amountIn: '1' } },
      'SAME_ASSET',
      '/params/to',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC' } },
      'MISSING_PARAMETER',
      '/params/amountIn',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '1', amountUsd: '1' } },
      'INVALID_PARAMETER',
      '/params/amountUsd',
    ],
    [
      {
        op: 'subscribe',
        id: 'x',
        channel: 'routes',
        params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '1', minIntervalMs: 60_001 },
      },
      'INVALID_PARAMETER',
      '/params/minIntervalMs',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '1', depth: 0 } },
      'INVALID_PARAMETER',
      '/params/depth',
    ],
    [
      { op: 'subscribe', id: 'x', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: 1 } },
      'INVALID_AMOUNT',
      '/params/amountIn',
    ],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { shiny: 1 } }, 'UNKNOWN_FIELD', '/params/shiny'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: [] }, 'INVALID_PARAMETER', '/params'],
    [{ op: 'subscribe', id: 'x', channel: 'routes' }, 'MISSING_PARAMETER', '/params/from'],
    [{ op: 'subscribe', id: 'x', channel: 'transits' }, 'UNKNOWN_CHANNEL', '/channel'],
    [{ op: 'subscribe', id: 'x' }, 'MISSING_PARAMETER', '/channel'],
    [{ op: 'subscribe', id: 'x', channel: 'prices', params: { asset: 'ethereum:NOPE' } }, 'UNKNOWN_ASSET', '/params/asset'],
    [{ op: 'resume', id: 'x', channel: 'routes', versions: {} }, 'MISSING_PARAMETER', '/versions'],
    [{ op: 'resume', id: 'x', channel: 'prices', versions: { '*': 1 } }, 'INVALID_PARAMETER', '/channel'],
    [{ op: 'ping', id: 'x', extra: 1 }, 'UNKNOWN_FIELD', '/extra'],
    [{ op: 'dance', id: 'x' }, 'UNKNOWN_OPERATION', '/op'],
    [{ id: 'x' }, 'MISSING_PARAMETER', '/op'],
  ])('bad input %# names the field, and the socket stays', async (frame, code, pointer) => {
    const client = await open();
    client.send(frame);
    const error = await client.next('error');
    expect(error).toMatchObject({ id: 'x', code, pointer });
    expect(serverFrame.safeParse(error).error).toBeUndefined();
    client.send({ op: 'ping', id: 'y' });
    await client.next('pong');
  });

  test('a key may name its assets in any way, and comes back as it is written here', async () => {
    const { params, key } = fresh();
    const client = await open();
    const otherKey = key.replace('ethereum:USDC', '1:USDC').replace('arbitrum:', '42161:');
    expect(otherKey).not.toBe(key);
    for (const channel of ['routes', 'quotes'] as const) {
      client.send({ op: 'subscribe', id: '1', channel, params });
      await client.next('subscribed');
      client.send({ op: 'resync', id: '2', channel, key: otherKey });
      // What came with the subscription, and the same again.
      for (const _ of ['first', 'again']) await client.next(channel === 'routes' ? 'snapshot' : 'update');
      client.send({ op: 'unsubscribe', id: '3', channel, key: otherKey });
      expect(await client.next('unsubscribed')).toMatchObject({ id: '3', key });
    }
    const address = `0x${'aB'.repeat(20)}`;
    const transaction = `0x${'AB'.repeat(32)}`;
    for (const [channel, asked] of [
      ['prices', { asset: '1:ETH' }],
      ['transfers', { transaction }],
      ['transfers', { address: address.toLowerCase() }],
    ] as const) {
      client.send({ op: 'subscribe', id: '4', channel, params: asked });
      const { key: held } = await client.next('subscribed');
      client.send({ op: 'unsubscribe', id: '5', channel, key: Object.values(asked)[0] });
      expect(await client.next('unsubscribed')).toMatchObject({ id: '5', key: held });
    }
    client.send({ op: 'unsubscribe', id: '6', channel: 'routes', key: 'nonsense' });
    expect(await client.next('error')).toMatchObject({ id: '6', code: 'NOT_SUBSCRIBED' });
  });

  test('a message without an id is told so', async () => {
    const client = await open();
    client.send({ op: 'ping' });
    expect(await client.next('error')).toMatchObject({ code: 'MISSING_PARAMETER', pointer: '/id' });
    client.send([1]);
    expect(await client.next('error')).toMatchObject({ code: 'INVALID_PARAMETER' });
  });
});
