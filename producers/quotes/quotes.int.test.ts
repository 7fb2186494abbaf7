import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bookKey } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { quoteEventFromRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { fine, json, type Mood, startAcrossUpstream } from '#test/support/across-upstream.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const prefix = createPrefix();
const keys = createKeys(prefix);
const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
const logger = pino({ level: 'silent' });
const events: QuoteEvent[] = [];
let upstream: Awaited<ReturnType<typeof startAcrossUpstream>>;
let service: ChildProcess;
let consumer: Consumer;
let redis: Redis;
let output = '';

/** Waits for a condition; the test's own time-out ends what never comes. */
const until = async <T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const from = (bridge: string, matches: (event: QuoteEvent) => boolean, since = 0) =>
  until(() => events.slice(since).find((event) => event.bridge === bridge && matches(event)));

beforeAll(async () => {
  upstream = await startAcrossUpstream();
  redis = new Redis(redisUrl);
  await redis.hset(keys.prices(), 'usd-coin', JSON.stringify({ usd: 1, observedAtMs: Date.now() }));
  const registry = createRegistryClient(registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const kafka = createKafka(kafkaBrokers, 'quotes-test', logger);
  await ensureTopics({ kafka, prefix, logger });
  consumer = kafka.consumer({ groupId: `${prefix}-test`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicName(prefix, TOPICS.quotes.name), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = codec.decode(message.value);
      const event = record.ok ? quoteEventFromRecord(record.value) : record;
      if (!event.ok) throw new Error(event.error);
      expect(message.key?.toString()).toBe(event.value.corridor);
      events.push(event.value);
    },
  });
  service = spawn(process.execPath, ['producers/quotes/main.ts'], {
    env: {
      PATH: process.env.PATH,
      ROUTEBOOK_PREFIX: prefix,
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      ROUTEBOOK_BRIDGES: 'across,stargate,lifi',
      ACROSS_API_URL: upstream.url,
      // Answers nothing that LI.FI would: it counts against the quota all the same.
      LIFI_API_URL: upstream.url,
      QUOTE_INTERVAL_MS: '400',
      QUOTE_DEMAND_INTERVAL_MS: '200',
      QUOTE_TIMEOUT_MS: '300',
      QUOTE_RUNGS_USD: '100,1000',
      QUOTE_BASE_SYMBOLS: 'USDC',
      QUOTE_BASE_CHAINS: 'ethereum,base,arbitrum',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  service.stdout?.on('data', (chunk) => {
    output += chunk;
  });
});

afterAll(async () => {
  service.kill('SIGKILL');
  await consumer?.disconnect();
  redis?.disconnect();
  upstream?.stop();
});

beforeEach(() => {
  upstream.mood = fine;
});

test('every base corridor is sampled at every rung, and every sum closes', async () => {
  for (const amountIn of [100_000_000n, 1_000_000_000n]) {
    for (const [origin, destination] of [
      ['ethereum', 'base'],
      ['base', 'arbitrum'],
      ['arbitrum', 'ethereum'],
    ]) {
      const corridor = `${origin}:USDC>${destination}:USDC`;
      const event = await from('across', (one) => one.corridor === corridor && one.amountIn === amountIn && one.outcome.kind === 'answer');
      if (event.outcome.kind !== 'answer') throw new Error('no answer');
      const { answer } = event.outcome;
      expect(answer.amountOut).toBe(amountIn - (amountIn * 6n) / 10_000n);
      expect(amountIn - answer.fees.reduce((sum, { amount }) => sum + amount, 0n)).toBe(answer.amountOut);
      expect(answer.validUntilMs).toBeLessThanOrEqual(event.observedAtMs + 30_000);
    }
  }
});

test('a bridge whose chains are out of reach says so for every question', async () => {
  const event = await from('stargate', ({ outcome }) => outcome.kind === 'failure');
  expect(event.outcome).toMatchObject({ failure: { code: 'UPSTREAM_ERROR' } });
});

test('quote ids are unique', () => {
  expect(new Set(events.map(({ quoteId }) => quoteId)).size).toBe(events.length);
});

describe('demand', () => {
  test('is asked once it is announced, and again while it lasts, then no more', async () => {
    const book = bookKey('ethereum:USDC>base:USDC', 123_456_789n);
    await redis.zadd(keys.demand(), Date.now() + 1_500, book);
    await redis.publish(keys.demandChannel(), book);
    const asks = () => upstream.asked.filter((query) => query.get('amount') === '123456789').length;
    await until(() => asks() >= 3);
    await until(async () => (await redis.zscore(keys.demand(), book)) === null);
    // Gone from the set: what follows it is asked in its stead, and this book is quiet.
    const other = bookKey('ethereum:USDC>base:USDC', 987_654_321n);
    let before = asks();
    await until(async () => {
      await redis.zadd(keys.demand(), Date.now() + 10_000, other);
      const start = upstream.asked.length;
      await until(() => upstream.asked.slice(start).filter((query) => query.get('amount') === '987654321').length >= 3);
      const quiet = asks() === before;
      before = asks();
      return quiet;
    });
  });

  test('for what a bridge does not serve is answered without asking it', async () => {
    const book = bookKey('optimism:USDT>base:USDT', 5_000_000n);
    await redis.publish(keys.demandChannel(), book);
    const event = await from('across', ({ amountIn }) => amountIn === 5_000_000n);
    expect(event.outcome).toMatchObject({ failure: { code: 'UNSUPPORTED_ROUTE' } });
    expect(upstream.asked.some((query) => query.get('amount') === '5000000')).toBe(false);
  });

  test('that is garbage does no harm', async () => {
    await redis.zadd(keys.demand(), Date.now() + 2_000, 'garbage', Date.now() + 2_000, 'x@y');
    await redis.publish(keys.demandChannel(), 'not>a@book');
    const since = events.length;
    await from('across', ({ outcome }) => outcome.kind === 'answer', since);
  });
});

const tenfold: Mood = (response, good) => json(response, { ...good, outputAmount: `${good.outputAmount}0` });
const token =
  (change: object): Mood =>
  (response, good) =>
    json(response, { ...good, outputToken: { ...(good.outputToken as object), ...change } });

test.each<[string, Mood, string, number | null]>([
  ['5xx', (response) => void response.writeHead(503).end('{}'), 'UPSTREAM_ERROR', null],
  ['a page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'), 'MALFORMED_ANSWER', null],
  ['half an answer', (response, good) => void response.end(JSON.stringify(good).slice(0, 200)), 'MALFORMED_ANSWER', null],
  [
    'a socket that closes',
    (response) => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
    'MALFORMED_ANSWER',
    null,
  ],
  ['a socket that hangs', () => undefined, 'UPSTREAM_TIMEOUT', null],
  ['another token', token({ address: `0x${'1'.repeat(40)}` }), 'MALFORMED_ANSWER', null],
  ['other decimals', token({ decimals: 18 }), 'MALFORMED_ANSWER', null],
  ['ten times out', tenfold, 'IMPLAUSIBLE_ANSWER', null],
  ['429 with a time', (response) => void response.writeHead(429, { 'retry-after': '1' }).end(), 'RATE_LIMITED', 1_000],
  ['429 without', (response) => void response.writeHead(429).end('slow down'), 'RATE_LIMITED', null],
])('an upstream with %s gives its code and never a quote', async (_name, mood, code, retryAfterMs) => {
  const changedAtMs = Date.now();
  upstream.mood = mood;
  const isNew = ({ askedAtMs }: QuoteEvent) => askedAtMs > changedAtMs;
  const event = await from('across', (one) => isNew(one) && one.outcome.kind === 'failure');
  expect(event.outcome).toMatchObject({ failure: { code, retryAfterMs } });
  const during = events.filter((one) => one.bridge === 'across' && isNew(one));
  expect(during.every(({ outcome }) => outcome.kind === 'failure')).toBe(true);
  upstream.mood = fine;
  const backAtMs = Date.now();
  await from('across', ({ askedAtMs, outcome }) => askedAtMs > backAtMs && outcome.kind === 'answer');
});

test('a provider that limits us is left alone for as long as it says', async () => {
  upstream.mood = (response) => void response.writeHead(429, { 'retry-after': '1' }).end();
  const since = events.length;
  const limited = await from('across', ({ outcome }) => outcome.kind === 'failure' && outcome.failure.code === 'RATE_LIMITED', since);
  upstream.mood = fine;
  const next = await from('across', ({ askedAtMs, outcome }) => askedAtMs > limited.observedAtMs && outcome.kind === 'answer', since);
  expect(next.askedAtMs).toBeGreaterThanOrEqual(limited.observedAtMs + 1_000);
});

test('a pause is told to the other processes, and one of theirs is kept', async () => {
  expect(Number(await redis.hget(keys.vendorPauses(), 'across'))).toBeGreaterThan(0);
  const pausedUntilMs = Date.now() + 3_000;
  await redis.hset(keys.vendorPauses(), 'across', String(pausedUntilMs));
  // A pause is heard within a second, and whatever is open then is answered.
  const heard = await until(async () => {
    const across = JSON.parse((await redis.hget(keys.bridges(), 'across')) ?? '{}');
    return across.pausedUntil === new Date(pausedUntilMs).toISOString() || Date.now() > pausedUntilMs;
  });
  expect(heard).toBe(true);
  const since = events.length;
  const next = await from('across', ({ askedAtMs, outcome }) => askedAtMs > pausedUntilMs && outcome.kind === 'answer', since);
  const duringPause = events.filter(
    ({ bridge, askedAtMs }) => bridge === 'across' && askedAtMs > pausedUntilMs - 1_500 && askedAtMs < pausedUntilMs,
  );
  expect(duringPause).toEqual([]);
  expect(next.askedAtMs).toBeGreaterThanOrEqual(pausedUntilMs);
});

test('a quota is told of, spent where somebody looks alone, and kept for the next process', async () => {
  const lifi = async () => JSON.parse((await redis.hget(keys.bridges(), 'lifi')) ?? '{}');
  const baseAmounts = [100_000_000n, 1_000_000_000n];
  expect(events.filter(({ bridge, amountIn }) => bridge === 'lifi' && baseAmounts.includes(amountIn))).toEqual([]);
  const before = await lifi();
  expect(before).toMatchObject({
    meta: true,
    apiKey: { variable: 'LIFI_API_KEY', required: false, set: false },
    budget: { quota: { questions: 75, perMs: 7_200_000 } },
    budgetLeft: { quota: { questions: 63 } },
    polling: { baseMs: null },
  });
  const book = bookKey('polygon:USDC>base:USDC', 7_000_000n);
  await redis.zadd(keys.demand(), Date.now() + 2_000, book);
  await redis.publish(keys.demandChannel(), book);
  await from('lifi', ({ corridor, amountIn }) => corridor === 'polygon:USDC>base:USDC' && amountIn === 7_000_000n);
  const told = await until(async () => {
    const { budgetLeft } = await lifi();
    return budgetLeft.quota.left < before.budgetLeft.quota.left && budgetLeft;
  });
  expect(Date.parse(told.quota.resetsAt)).toBeGreaterThan(Date.now() + 7_000_000);
  const kept = async (): Promise<number> => {
    const slices: [number, number][] = JSON.parse((await redis.hget(keys.quotas(), 'lifi')) ?? '[]');
    return slices.reduce((sum, [, questions]) => sum + questions, 0);
  };
  await until(async () => (await kept()) >= 63 - told.quota.left);
});

test('what is sampled and how bridges fare stands in Redis, and comes back after a flush of it', async () => {
  const look = () =>
    until(async () => {
      const corridors = JSON.parse((await redis.get(keys.corridors())) ?? '[]');
      const across = JSON.parse((await redis.hget(keys.bridges(), 'across')) ?? '{}');
      return corridors.length > 0 && across.lastAnswerAt != null && { corridors, across };
    });
  const before = await look();
  expect(before.corridors).toContainEqual({ corridor: 'ethereum:USDC>base:USDC', amounts: ['100000000', '1000000000'] });
  expect(before.across).toMatchObject({ id: 'across', name: 'Across', corridors: 6 });
  await redis.del(keys.corridors(), keys.bridges());
  await look();
});

test('it says that it is ready, and stops when it is told to', async () => {
  await until(async () => (await redis.hvals(keys.services())).some((beat) => JSON.parse(beat).ready));
  service.kill('SIGTERM');
  const [code] = await once(service, 'exit');
  expect(code).toBe(0);
  expect(output).not.toMatch(/"level":"(error|fatal)"/);
});
