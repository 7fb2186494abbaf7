import { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher, type Publisher } from '#platform/kafka/publisher.ts';
import { createKeys, type Keys } from '#platform/redis/keys.ts';
import { type Codec, createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas, type SchemaIds } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { chainEventToRecord } from '#schemas/codecs/chain-event.ts';
import { transferToJson } from '#schemas/codecs/transfer.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { historyOf, senderOf, shuffledHistories } from '#test/support/transfer-histories.ts';

const COUNT = 500;
const WAIT = { timeout: 40_000, interval: 100 };

const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
const logger = createLogger('test', 'silent');
const kafka: Kafka = createKafka(kafkaBrokers, 'transfers-test', logger);
const registry = createRegistryClient(registryUrl);
const redis = new Redis(redisUrl);
let publisher: Publisher;

let prefix = '';
let keys: Keys;
let ids: SchemaIds;
let codec: Codec<ChainEventRecord>;
const running: ReturnType<typeof startService>[] = [];

const start = () => {
  const env = { KAFKA_BROKERS: kafkaBrokers.join(','), SCHEMA_REGISTRY_URL: registryUrl, REDIS_URL: redisUrl, ROUTEBOOK_PREFIX: prefix };
  const processor = startService('processors/transfers/main.ts', env);
  running.push(processor);
  return processor;
};

const send = (events: readonly ChainEvent[]) =>
  publisher.publishAll(
    events.map((event) => ({
      topic: topicName(prefix, 'chain-events'),
      key: event.transferKey,
      value: codec.encode(chainEventToRecord(event)),
    })),
  );

const viewOf = async (transferKey: string): Promise<TransferJson> =>
  JSON.parse((await redis.hget(keys.transfer(transferKey), 'body')) ?? 'null') as TransferJson;

/** What must be there in the end, whatever happened: the fold of all events of a transfer. Versions are the processor's own. */
const truthOf = (index: number) => {
  const transfer = foldTransfer(historyOf(index), Date.now(), {
    fillTimes: ({ bridge }) => priorFillTimes(bridge),
    confirmationMs: usualConfirmationMs,
  });
  if (transfer === undefined) throw new Error('no transfer');
  return { ...transferToJson(transfer, 0), version: expect.any(Number) };
};

const expectAll = (count = COUNT) =>
  vi.waitFor(async () => {
    const views = await Promise.all(Array.from({ length: count }, (_, index) => viewOf(`across:1:${index}`)));
    for (const [index, view] of views.entries()) expect(view).toEqual(truthOf(index));
  }, WAIT);

const ownKeys = async (): Promise<string[]> => {
  const found: string[] = [];
  for await (const some of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) found.push(...(some as string[]));
  return found;
};

beforeAll(async () => {
  publisher = await createPublisher({ kafka, logger });
});

beforeEach(async () => {
  prefix = createPrefix();
  keys = createKeys(prefix);
  ids = await ensureSchemas({ registry, prefix, logger });
  await ensureTopics({ kafka, prefix, logger });
  codec = createCodec<ChainEventRecord>({ schema: SCHEMAS['chain-event'], id: ids.chainEvents, registry, now: Date.now });
  return async () => {
    await Promise.all(running.splice(0).map((processor) => processor.end('SIGKILL')));
  };
});

afterAll(async () => {
  await publisher.close();
  redis.disconnect();
});

test('events in any order, some twice, become the transfers that they tell of, found by key, transaction and address', async () => {
  start();
  await send(shuffledHistories(COUNT, 1));
  await expectAll();
  const filled = truthOf(5);
  for (const hash of [filled.originTransaction, filled.destinationTransaction]) {
    expect(await redis.smembers(keys.transfersByTransaction(String(hash)))).toEqual(['across:1:5']);
  }
  expect(await redis.zcard(keys.transfersByAddress(senderOf(3)))).toBe(COUNT / 5);
});

test('a processor killed with -9 in the middle loses and doubles nothing', async () => {
  const events = shuffledHistories(COUNT, 2);
  const first = start();
  const sending = send(events.slice(0, events.length / 2));
  await vi.waitFor(async () => expect((await ownKeys()).filter((key) => key.includes(':transfer:')).length).toBeGreaterThan(50), WAIT);
  await first.end('SIGKILL');
  await sending;
  await send(events.slice(events.length / 2));
  start();
  await expectAll();
  expect((await ownKeys()).filter((key) => key.includes(':transfer:'))).toHaveLength(COUNT);
});

test('views that are flushed are made again', async () => {
  start();
  await send(shuffledHistories(COUNT, 3));
  await expectAll();
  const before = await viewOf('across:1:5');
  const flushed = (await ownKeys()).filter((key) => !key.endsWith(':services'));
  await redis.del(...flushed);
  await expectAll();
  expect((await viewOf('across:1:5')).version).toBeGreaterThan(before.version);
});

test('a second instance and more partitions change no result', async () => {
  const events = shuffledHistories(COUNT, 4);
  start();
  await send(events.slice(0, 400));
  start();
  await send(events.slice(400, 800));
  const admin = kafka.admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: topicName(prefix, 'chain-events'), count: 11 }] });
  await admin.disconnect();
  // A producer of its own, that knows of the new partitions at once: the events of one transfer now lie in two of them.
  const fresh = await createPublisher({ kafka, logger });
  const old = publisher;
  publisher = fresh;
  await send(events.slice(800));
  publisher = old;
  await fresh.close();
  await expectAll();
});

test('the topic holds, as the last word on each transfer, what its view shows', async () => {
  start();
  await send(shuffledHistories(60, 5));
  await expectAll(60);
  const reader = createCodec<TransferRecord>({ schema: SCHEMAS.transfer, id: ids.transfers, registry, now: Date.now });
  const last = new Map<string, TransferRecord>();
  const consumer = kafka.consumer({ groupId: `${prefix}-reader` });
  await consumer.connect();
  await consumer.subscribe({ topics: [topicName(prefix, 'transfers')], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = reader.decode(message.value);
      if (record.ok) last.set(record.value.transferKey, record.value);
    },
  });
  await vi.waitFor(async () => {
    for (let index = 0; index < 60; index += 1) {
      const view = await viewOf(`across:1:${index}`);
      expect(JSON.parse(last.get(view.transferKey)?.json.toString() ?? 'null')).toEqual(view);
    }
  }, WAIT);
  await consumer.disconnect();
});

test('what is no event goes to the dead letters, and what follows is read', async () => {
  start();
  const topic = topicName(prefix, 'chain-events');
  await publisher.publish({ topic, key: 'x', value: Buffer.from('poison') });
  await send(historyOf(0));
  await expectAll(1);
  const admin = kafka.admin();
  await admin.connect();
  await vi.waitFor(async () => {
    const [letters] = await admin.fetchTopicOffsets(`${topic}.dead-letters`);
    expect(letters?.high).toBe('1');
  }, WAIT);
  await admin.disconnect();
});
