import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookKey } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import { createDeadLetters, letterHeader } from '#platform/kafka/dead-letters.ts';
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
  const [kafka] = engines.kafkaBrokers;
  ranker = startRanker({
    KAFKA_BROKERS: kafka ?? '',
    SCHEMA_REGISTRY_URL: engines.registryUrl,
    REDIS_URL: engines.redisUrl,
    ROUTEBOOK_PREFIX: prefix,
  });
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
  expect(await letters.replay('quotes', 2, source.publisher)).toBe(2);
  // Replayed once: the rest is listed, and the two come back as new letters.
  await eventually('the replayed letters come back', async () => ((await letters.list('quotes', 100)).length === 7 ? true : undefined));
  await admin.disconnect();
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
  expect(JSON.parse((await redis.hget(keys.prices(), 'ethereum')) ?? '{}')).toMatchObject({ usd: 3_000 });
});
