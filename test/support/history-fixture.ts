import type { Admin, Kafka } from 'kafkajs';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { type FillTimesEvent, fillTimesKey } from '#core/domain/fill-times.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
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
import { fillTimesToRecord } from '#schemas/codecs/fill-times.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { historyQuotes } from '#test/support/history-quotes.ts';
import { startOwnClickHouse } from '#test/support/own-clickhouse.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

/** How long a test waits for what must come. */
export const WAIT = { timeout: 90_000, interval: 200 };

/** A ClickHouse of the file's own that can be taken away, real Kafka and registry, and worlds of each test's own in them. */
export const historyFixture = () => {
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
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
    const env = {
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      CLICKHOUSE_URL: own.url,
      ROUTEBOOK_PREFIX: prefix,
      HISTORY_LINGER_MS: '200',
    };
    let sent = 0;
    const sendEvents = (events: readonly QuoteEvent[]): Promise<void> =>
      publisher.publishAll(events.map((event) => ({ topic, key: event.corridor, value: encode(quoteEventToRecord(event)) })));

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
        const service = startService('processors/history/main.ts', env);
        running.push(service);
        return service;
      },
      prefix,
      /** Sends quotes and failures, all different from all that were sent before; `atMs` is when the first was observed. */
      send: async (count: number, atMs?: number): Promise<void> => {
        const events = historyQuotes(count, sent, atMs);
        sent += count;
        await sendEvents(events);
      },
      sendEvents,
      sendFillTimes: (event: FillTimesEvent): Promise<void> => {
        const { encode: toBytes } = createCodec<FillTimesRecord>({
          schema: SCHEMAS['fill-times'],
          id: ids.fillTimes,
          registry,
          now: Date.now,
        });
        const key = fillTimesKey(event.bridge, event.corridor);
        return publisher.publish({ topic: topicName(prefix, TOPICS.fillTimes.name), key, value: toBytes(fillTimesToRecord(event)) });
      },
      startRanker: () => {
        running.push(startService('processors/ranking/main.ts', env));
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
      hours: async (where = 'true'): Promise<number> => {
        for (const order of ['REFRESH', 'WAIT']) await client.command({ query: `SYSTEM ${order} VIEW hourly_quotes_work` });
        const [found] = await rowsOf<{ n: string }>(`SELECT sum(answers) + sum(failures) AS n FROM hourly_quotes FINAL WHERE ${where}`);
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

  return { createWorld, own: () => own, publisher: () => publisher };
};
