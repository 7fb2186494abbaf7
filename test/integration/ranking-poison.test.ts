import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookKey } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import { createDeadLetters, letterHeader } from '#platform/kafka/dead-letters.ts';
import { groupName } from '#platform/kafka/names.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { book as bookSchema } from '#schemas/api/book.ts';
import { quote as quoteSchema } from '#schemas/api/quote.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import { QUOTE_EVENT_SCHEMA } from '#schemas/generated/quote-event.ts';
import { createEventSource, type EventSource } from '../support/event-source.ts';
import { eventually } from '../support/eventually.ts';
import { startRanker } from '../support/ranker-process.ts';
import { createPrefix, testEngines } from '../support/test-engines.ts';

const engines = testEngines();
const prefix = createPrefix();
const keys = createKeys(prefix);
const redis = new Redis(engines.redisUrl);
const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const KEY = bookKey(CORRIDOR, 1_000_000_000n);
let source: EventSource;
let ranker: ReturnType<typeof startRanker>;

const spawnRanker = () =>
  startRanker({
    KAFKA_BROKERS: engines.kafkaBrokers[0] ?? '',
    SCHEMA_REGISTRY_URL: engines.registryUrl,
    REDIS_URL: engines.redisUrl,
    ROUTEBOOK_PREFIX: prefix,
  });

const answerOf = (amountOut: bigint): QuoteAnswer => ({
  amountOut,
  minAmountOut: amountOut,
  fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: 1_000_000_000n - amountOut }],
  rebate: 0n,
  surcharges: [],
  originGas: 100_000n,
  etaSeconds: { p50: 4, p90: 9 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: Date.now() + 30_000,
});

const quote = (bridge: string, amountOut: bigint): QuoteEvent => ({
  quoteId: `${bridge}-${amountOut}-${Date.now()}`,
  bridge,
  corridor: CORRIDOR,
  amountIn: 1_000_000_000n,
  askedAtMs: Date.now(),
  observedAtMs: Date.now(),
  outcome: { kind: 'answer', answer: answerOf(amountOut) },
});

const bookNow = async () => {
  const body = await redis.hget(keys.book(KEY), 'body');
  return body === null ? undefined : bookSchema.parse(JSON.parse(body));
};
const bookWith = (amountOut: string) =>
  eventually(`a book with ${amountOut} (${ranker.log()})`, async () => {
    const book = await bookNow();
    return book?.routes.some((route) => route.amountOut === amountOut) ? book : undefined;
  });

beforeAll(async () => {
  source = await createEventSource(engines, prefix);
  await source.market({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: Date.now() });
  await source.market({ kind: 'gas', chainId: 1, weiPerGas: 1_000_000_000n, observedAtMs: Date.now() });
  ranker = spawnRanker();
});
afterAll(async () => {
  await ranker?.end('SIGTERM');
  await source?.close();
  redis.disconnect();
});

test('quotes become a book that keeps the contract; versions rise', async () => {
  await source.quote(quote('across', 999_000_000n));
  const first = await bookWith('999000000');
  expect(first.pending).toEqual(['stargate', 'hop']);
  await source.quote(quote('stargate', 999_500_000n));
  const second = await bookWith('999500000');
  expect(second.version).toBeGreaterThan(first.version);
  expect(second.routes.map(({ amountOut }) => amountOut)).toEqual(['999500000', '999000000']);
});

test('poison, an unknown schema and one from a future that we cannot read become dead letters, and the partition goes on', async () => {
  const future = { ...QUOTE_EVENT_SCHEMA, fields: [{ name: 'quoteId', type: { type: 'array', items: 'int' } }] };
  // In a subject of its own: what a careless producer under another registry configuration would send.
  const futureId = await source.registry.register(`${prefix}future-value`, future);
  if (!futureId.ok) throw new Error(futureId.error.detail);
  const framed = Buffer.alloc(6);
  framed.writeUInt32BE(futureId.value, 1);
  const nonsense = createCodec<object>({ schema: QUOTE_EVENT_SCHEMA, id: source.ids.quotes, registry: source.registry, now: Date.now });
  const good = quoteEventToRecord(quote('across', 1n));
  await source.raw(Buffer.from('poison'));
  await source.raw(null);
  await source.raw(Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3]));
  await source.raw(framed);
  await source.raw(source.encodeQuote(quote('across', 5n)).subarray(0, 30));
  await source.raw(nonsense.encode({ ...good, amountIn: 'many' }));
  await source.raw(nonsense.encode({ ...good, corridor: 'mars:USDC>venus:USDC' }));
  await source.quote(quote('across', 998_000_000n));
  await bookWith('998000000');

  const admin = source.kafka.admin();
  await admin.connect();
  const letters = createDeadLetters({ kafka: source.kafka, admin, prefix });
  const found = await letters.list('quotes', 100);
  expect(found.map((letter) => letterHeader(letter, 'reason'))).toEqual([
    'not Avro: no magic byte and schema id',
    'not Avro: no magic byte and schema id',
    'unknown schema id 2147483647',
    expect.stringContaining(`schema ${futureId.value} cannot be read as`),
    expect.stringContaining('broken Avro'),
    'amountIn is no amount: many',
    'no corridor between listed assets: mars:USDC>venus:USDC',
  ]);
  expect(found[0]?.message.value?.toString()).toBe('poison');
  expect(new Set(found.map((letter) => letterHeader(letter, 'group')))).toEqual(new Set([groupName(prefix, 'ranking')]));
  expect(await letters.replay('quotes', 2, source.publisher)).toBe(2);
  // Replayed once: the rest is listed, and the two come back as new letters.
  await eventually('the replayed letters come back', async () => ((await letters.list('quotes', 100)).length === 7 ? true : undefined));
  await admin.disconnect();
});

test('poison among prices and statuses becomes one dead letter each, over a restart of the ranker too', async () => {
  await source.raw(Buffer.from('no price'), 'price:x', 'market');
  await source.raw(Buffer.from('no status'), 'across', 'bridge-status');
  const admin = source.kafka.admin();
  await admin.connect();
  const letters = createDeadLetters({ kafka: source.kafka, admin, prefix });
  const values = async () =>
    [...(await letters.list('market', 9)), ...(await letters.list('bridge-status', 9))].map(({ message }) => String(message.value));
  await eventually('both letters', async () => ((await values()).length === 2 ? true : undefined));
  await ranker.end('SIGTERM');
  ranker = spawnRanker();
  await source.raw(Buffer.from('no price either'), 'price:x', 'market');
  await eventually('the third letter', async () => ((await values()).length > 2 ? true : undefined));
  expect(await values()).toEqual(['no price', 'no price either', 'no status']);
  await source.market({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: Date.now() });
  await source.quote(quote('across', 997_500_000n));
  await bookWith('997500000');
  await admin.disconnect();
});

test('routes that ended while no ranker ran are taken out by the next one', async () => {
  const good = await bookWith('997500000');
  const route = good.routes.find(({ legs }) => legs[0]?.venue === 'across');
  const key = bookKey(CORRIDOR, 77_000_000n);
  // As a ranker that is long gone left it: its quotes lie further back than any ranker reads.
  const old = { ...good, key, amountIn: '77000000', version: 41, routes: [{ ...route, validUntil: '2026-01-01T00:00:00.000Z' }] };
  const refused = { bridge: 'hop', reason: 'AMOUNT_TOO_LOW', detail: 'at least 80 USDC' };
  await redis.hset(keys.book(key), { v: 41, body: JSON.stringify({ ...old, excluded: [refused] }) });
  await ranker.end('SIGTERM');
  ranker = spawnRanker();
  const after = await eventually('the book without its routes', async () => {
    const book = bookSchema.parse(JSON.parse((await redis.hget(keys.book(key), 'body')) ?? ''));
    return book.routes.length === 0 ? book : undefined;
  });
  expect(after.version).toBeGreaterThan(41);
  expect(after.excluded).toEqual([{ bridge: 'across', reason: 'EXPIRED', detail: 'its last quote is no longer valid' }, refused]);
});

test('a quote from the far future is no quote', async () => {
  await source.quote({ ...quote('hop', 999_999_999n), observedAtMs: Date.now() + 3_600_000 });
  await source.quote(quote('across', 997_000_000n));
  expect((await bookWith('997000000')).routes.map(({ amountOut }) => amountOut)).not.toContain('999999999');
});

test('raw quotes are announced to those who watch', async () => {
  const subscriber = new Redis(engines.redisUrl);
  const heard: unknown[] = [];
  subscriber.on('message', (_channel, text) => heard.push(quoteSchema.parse(JSON.parse(text))));
  await subscriber.subscribe(keys.quoteChannel(KEY));
  await redis.zadd(keys.quoteWatch(), Date.now() + 60_000, KEY);
  await eventually('a raw quote', async () => {
    await source.quote(quote('across', 996_000_000n));
    return heard[0];
  });
  subscriber.disconnect();
});

test('prices are a view, and a flush brings views and books back', async () => {
  const before = await bookWith('996000000');
  await redis.del(keys.book(KEY), keys.prices(), ...(await redis.keys(`${prefix}:ranking:*`)));
  const after = await eventually('the book', bookNow);
  expect(after.version).toBeGreaterThan(before.version);
  // A quote that expired at this moment brings its book back alone; the prices follow when the ranker finds its marker gone.
  const price = await eventually('the price', async () => (await redis.hget(keys.prices(), 'ethereum')) ?? undefined);
  expect(JSON.parse(price)).toMatchObject({ usd: 3_000 });
});
