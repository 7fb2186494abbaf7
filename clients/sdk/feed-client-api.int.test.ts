import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { PriceJson } from '#schemas/api/lists.ts';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { type CuttableProxy, startCuttableProxy } from '#test/support/cuttable-proxy.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { historyOf } from '#test/support/transfer-histories.ts';
import { createViewWriter } from '#test/support/transfer-views.ts';
import { createFeedClient, type FeedClient } from './feed-client.ts';
import { createRestClient } from './rest-client.ts';
import { SAMPLE_BRIDGES, sampleBook, sampleRoute } from './testing/sample-book.ts';

/** The SDK beside the API itself, over a real Redis, on a wire that can be cut. */
const FROM = 'ethereum:USDC';
const TO = 'arbitrum:USDC';
const KEY = `${FROM}>${TO}@1000000000`;
const QUESTION = { from: FROM, to: TO, amountIn: '1000000000' };

/** Versions only rise, so each test begins where the last ended. */
let version = 1_000;
const nextBook = () => {
  version += 1;
  const routes = SAMPLE_BRIDGES.map((bridge) =>
    sampleRoute({
      ...{ bridge, from: FROM, to: TO, amountIn: 10n ** 9n, nowMs: Date.now(), priceUsd: 1, decimals: 6 },
      random: () => ((version * 37) % 11) / 11,
    }),
  );
  return sampleBook({ key: KEY, version, nowMs: Date.now(), routes });
};

let api: ApiUnderTest;
let proxy: CuttableProxy;
let client: FeedClient;
beforeAll(async () => {
  api = await startApi({ redisUrl: testEngines().redisUrl, prefix: createPrefix() });
  proxy = await startCuttableProxy(api.url);
});
afterEach(() => client.close());
afterAll(async () => {
  await proxy.close();
  await api.stop();
});

const connect = () => {
  client = createFeedClient({ url: `${proxy.url.replace('http', 'ws')}/ws/v1`, backoff: { baseMs: 20, maxMs: 200 } });
  return client;
};

test('keeps the book that REST serves, and goes on from where it was after the wire was cut', async () => {
  await api.publish(nextBook());
  const subscription = connect().subscribe({ ...QUESTION, depth: 20 });
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version });
  await api.publish(nextBook());
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version });

  await proxy.cut();
  await expect.poll(() => subscription.view().status).toBe('stale');
  for (let missed = 0; missed < 3; missed += 1) await api.publish(nextBook());
  await proxy.mend();
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version });
  const { routes } = await createRestClient({ url: proxy.url }).book(`${FROM}>${TO}`, QUESTION.amountIn);
  expect(subscription.view().routes).toEqual(routes);
});

test('resumes a book of which nothing was missed, and knows the server’s clock', async () => {
  const subscription = connect().subscribe(QUESTION);
  await expect.poll(() => subscription.view().status).toBe('live');
  await proxy.cut();
  await expect.poll(() => subscription.view().status).toBe('stale');
  await proxy.mend();
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version });
  expect(Math.abs(client.clockAheadMs())).toBeLessThan(1_000);
});

test('is told what is wrong with a question, field by field, by feed and REST alike', async () => {
  const subscription = connect().subscribe({ ...QUESTION, to: 'arbitrum:NOPE' });
  await expect.poll(() => subscription.view().status).toBe('refused');
  expect(subscription.view().problem).toMatchObject({ code: 'UNKNOWN_ASSET', pointer: '/params/to' });
  const refusal = createRestClient({ url: proxy.url }).quote({ ...QUESTION, to: 'arbitrum:NOPE' });
  await expect(refusal).rejects.toMatchObject({ code: 'UNKNOWN_ASSET', pointer: '/to', status: 400 });
});

test('hears the prices, and again after the wire was cut', async () => {
  const seen: PriceJson[] = [];
  const price = { usd: 1, observedAtMs: Date.now() };
  await api.redis.hset(api.keys.prices(), 'usd-coin', JSON.stringify(price));
  connect().listen('prices', { asset: FROM }, (update) => {
    if (update.channel === 'prices') seen.push(...update.prices);
  });
  const publish = (usd: number) =>
    api.redis.publish(api.keys.priceChannel(), JSON.stringify({ priceId: 'usd-coin', usd, observedAtMs: Date.now() }));
  await expect.poll(() => client.connection().phase).toBe('live');
  await vi.waitFor(async () => {
    await publish(1.5);
    expect(seen.at(-1)).toMatchObject({ asset: FROM, usd: '1.500000' });
  });
  await proxy.cut();
  await proxy.mend();
  await vi.waitFor(
    async () => {
      await publish(2.5);
      expect(seen.at(-1)).toMatchObject({ asset: FROM, usd: '2.500000' });
    },
    { timeout: 60_000, interval: 100 },
  );
});

test('follows transfers by key, transaction and all at once, over a cut, and leaves no subscription behind', async () => {
  const write = createViewWriter(api);
  const history = historyOf(5);
  const deposit = history.filter(({ kind }) => kind === 'deposit');
  const transaction = String(deposit[0]?.transactionHash);
  const { transfers } = connect();
  const byTransaction = transfers({ transaction });
  const byKey = transfers({ transferKey: 'across:1:5' });
  const all = transfers();
  await expect.poll(() => byTransaction.view()).toMatchObject({ status: 'live', unseen: { transaction, seenOnChain: false } });
  await expect.poll(() => byKey.view()).toEqual({ status: 'live', transfers: [] });

  await write(deposit, 1);
  for (const { view } of [byTransaction, byKey, all]) {
    await expect.poll(() => view()).toMatchObject({ status: 'live', transfers: [{ transferKey: 'across:1:5', version: 1 }] });
  }
  await proxy.cut();
  await expect.poll(() => byKey.view().status).toBe('stale');
  await write(history, 2);
  await proxy.mend();
  for (const { view } of [byTransaction, byKey, all]) {
    await expect.poll(() => view()).toMatchObject({ status: 'live', transfers: [{ version: 2, state: 'COMPLETED' }] });
  }

  // One that leaves before it was answered is taken back as well.
  transfers({ transferKey: 'across:1:6' }).close();
  for (const subscription of [byTransaction, byKey, all]) subscription.close();
  await expect.poll(() => api.metrics()).toMatch(/^routebook_feed_subscriptions\S*transfers\S* 0$/m);
});

test('an address that is none is refused in words', async () => {
  const refused = connect().transfers({ address: '0x12' });
  await expect(refused[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'INVALID_ADDRESS', pointer: '/params/address' });
});
