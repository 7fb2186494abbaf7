import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher, type Publisher } from '#platform/kafka/publisher.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { historyQuotes } from '#test/support/history-quotes.ts';
import { startOwnClickHouse } from '#test/support/own-clickhouse.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
/** How long ClickHouse is away in the test of an outage; the promise names 180. */
const OUTAGE_SECONDS = Number(process.env.HISTORY_OUTAGE_SECONDS ?? 4);
const QUOTES_PER_SECOND = 2_000;
/** What the processor may grow by: two batches a topic, and what V8 leaves lying about. */
const MEMORY_GROWTH_MIB_MAX = 150;
const WAIT = { timeout: 90_000, interval: 200 };

const logger = createLogger('test', 'silent');
const kafka: Kafka = createKafka(kafkaBrokers, 'history-test', logger);
const registry = createRegistryClient(registryUrl);
let own: Awaited<ReturnType<typeof startOwnClickHouse>>;
let publisher: Publisher;
let admin: Admin;

/** A world of one test's own: its topics, its database, its processors. */
const createWorld = async () => {
  const prefix = createPrefix();
  const ids = await ensureSchemas({ registry, prefix, logger });
  await ensureTopics({ kafka, prefix, logger });
  const { encode } = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const database = databaseName({ CLICKHOUSE_DATABASE: 'routebook', ROUTEBOOK_PREFIX: prefix });
  const client = createClickHouse({ url: own.url, database, service: 'test', logger });
  const topic = topicName(prefix, TOPICS.quotes.name);
  const running: ReturnType<typeof startService>[] = [];
  let sent = 0;

  const rowsOf = async <T>(query: string): Promise<T[]> => (await client.query({ query, format: 'JSONEachRow' })).json<T>();
  const endAll = (signal: 'SIGKILL' | 'SIGTERM') => Promise.all(running.splice(0).map((service) => service.end(signal)));
  onTestFinished(async () => {
    await endAll('SIGKILL');
    await client.close();
  });

  /** How many rows there are, from how many places of the log, and of how many quotes. */
  const counted = async () => {
    const [found] = await rowsOf<{ rows: string; places: string; quotes: string }>(
      `SELECT count() AS rows, uniqExact(log_partition, log_offset) AS places, uniqExact(quote_id) AS quotes FROM (
         SELECT quote_id, log_partition, log_offset FROM quotes UNION ALL SELECT quote_id, log_partition, log_offset FROM quote_failures)`,
    ).catch(() => []);
    return { rows: Number(found?.rows ?? 0), places: Number(found?.places ?? 0), quotes: Number(found?.quotes ?? 0) };
  };
  const messages = async (name = topic): Promise<number> =>
    (await admin.fetchTopicOffsets(name)).reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);

  return {
    topic,
    running,
    rowsOf,
    counted,
    messages,
    endAll,
    start: () => {
      const service = startService('processors/history/main.ts', {
        KAFKA_BROKERS: kafkaBrokers.join(','),
        SCHEMA_REGISTRY_URL: registryUrl,
        REDIS_URL: redisUrl,
        CLICKHOUSE_URL: own.url,
        ROUTEBOOK_PREFIX: prefix,
        HISTORY_LINGER_MS: '200',
      });
      running.push(service);
      return service;
    },
    /** Sends quotes and failures, all different from all that were sent before. */
    send: async (count: number): Promise<void> => {
      const events = historyQuotes(count, sent);
      sent += count;
      await publisher.publishAll(events.map((event) => ({ topic, key: event.corridor, value: encode(quoteEventToRecord(event)) })));
    },
    /** A row for every message but the poison, each once, and among them every quote that was sent. A publisher may send one twice. */
    expectAll: async (quotes: number, poison = 0): Promise<void> => {
      await vi
        .waitFor(async () => expect((await counted()).rows).toBeGreaterThanOrEqual((await messages()) - poison), WAIT)
        .catch((error: unknown) => {
          throw new Error(running.map((service) => service.log().slice(-2_000)).join('\n'), { cause: error });
        });
      const rows = (await messages()) - poison;
      expect(await counted()).toEqual({ rows, places: rows, quotes });
    },
    /** Answers and failures by the hours, worked out now. */
    hours: async (): Promise<number> => {
      for (const order of ['REFRESH', 'WAIT']) await client.command({ query: `SYSTEM ${order} VIEW hourly_quotes_work` });
      const [found] = await rowsOf<{ n: string }>('SELECT sum(answers) + sum(failures) AS n FROM hourly_quotes FINAL');
      return Number(found?.n);
    },
    /** Makes the group read everything again, as if it had never committed. */
    forgetOffsets: () => vi.waitFor(() => admin.resetOffsets({ groupId: `${prefix}-history`, topic, earliest: true }), WAIT),
  };
};

beforeAll(async () => {
  own = await startOwnClickHouse();
  publisher = await createPublisher({ kafka, logger });
  admin = kafka.admin();
  await admin.connect();
});

afterAll(async () => {
  await publisher.close();
  await admin.disconnect();
  await own.remove();
});

test('every message of the topic is a row, with what it said', async () => {
  const world = await createWorld();
  world.start();
  await world.send(1_000);
  await world.expectAll(1_000);
  const event = historyQuotes(1_000, 0).find(({ outcome }) => outcome.kind === 'answer');
  if (event?.outcome.kind !== 'answer') throw new Error('no answer');
  const { answer } = event.outcome;
  const [row] = await world.rowsOf(
    `SELECT *, fee_amounts, min_amount_out, toUnixTimestamp64Milli(asked_at) AS asked_ms, toUnixTimestamp64Milli(valid_until) AS valid_ms
     FROM quotes WHERE quote_id = '${event.quoteId}'`,
  );
  expect(row).toMatchObject({
    bridge: event.bridge,
    corridor: event.corridor,
    amount_in: event.amountIn.toString(),
    amount_out: answer.amountOut.toString(),
    fee_amounts: answer.fees.map(({ amount }) => amount.toString()),
    fee_kinds: answer.fees.map(({ kind }) => kind),
    limit_max: answer.limits.max?.toString() ?? null,
    eta_p50_seconds: answer.etaSeconds.p50,
    latency_ms: String(event.observedAtMs - event.askedAtMs),
    asked_ms: String(event.askedAtMs),
    valid_ms: String(answer.validUntilMs),
    min_amount_out: answer.minAmountOut.toString(),
  });
});

test('a processor killed twice with -9 in the middle of its batches loses and doubles nothing', async () => {
  const { start, send, counted, endAll, expectAll } = await createWorld();
  start();
  await send(5_000);
  for (const share of [0.1, 0.5]) {
    await vi.waitFor(async () => expect((await counted()).rows).toBeGreaterThan(5_000 * share), WAIT);
    const sending = send(20_000);
    await sleep(150);
    await endAll('SIGKILL');
    start();
    await sending;
  }
  await expectAll(45_000);
});

test('what is no quote goes to the dead letters, and its 9 999 neighbours are rows', async () => {
  const { topic, start, send, expectAll, messages } = await createWorld();
  await send(5_000);
  await publisher.publish({ topic, key: 'poison', value: Buffer.from('poison') });
  await send(4_999);
  start();
  await expectAll(9_999, 1);
  await vi.waitFor(async () => expect(await messages(`${topic}.dead-letters`)).toBe(1), WAIT);
});

test('a second processor comes and goes, and the topic read again from its beginning changes no count, nor any hour', async () => {
  const { running, start, send, counted, endAll, expectAll, forgetOffsets, hours } = await createWorld();
  start();
  await send(5_000);
  start();
  await send(10_000);
  await vi.waitFor(async () => expect((await counted()).rows).toBeGreaterThan(7_000), WAIT);
  await running.shift()?.end('SIGTERM');
  await send(5_000);
  await expectAll(20_000);
  expect(await hours()).toBe((await counted()).rows);
  await endAll('SIGTERM');
  await forgetOffsets();
  start();
  await send(100);
  await expectAll(20_100);
  expect(await hours()).toBe((await counted()).rows);
  // Worked out once more although nothing came.
  expect(await hours()).toBe((await counted()).rows);
});

test(`ClickHouse away for ${OUTAGE_SECONDS} s while quotes come: all rows, each once, in bounded memory`, {
  timeout: 500_000,
}, async () => {
  const { start, send, expectAll } = await createWorld();
  const processor = start();
  await send(1_000);
  await expectAll(1_000);
  await own.goAway();
  const before = processor.memoryMiB();
  for (let second = 0; second < OUTAGE_SECONDS; second += 1) await Promise.all([send(QUOTES_PER_SECOND), sleep(1_000)]);
  expect(processor.memoryMiB() - before).toBeLessThan(MEMORY_GROWTH_MIB_MAX);
  await own.comeBack();
  await expectAll(1_000 + OUTAGE_SECONDS * QUOTES_PER_SECOND);
});
