import { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
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
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { startService } from './service-process.ts';
import { createPrefix, testEngines } from './test-engines.ts';

/**
 * Real engines under a prefix of each test's own, processors of transfers that are killed after it, and a hand that writes chain events as
 * the watchers do.
 */
export const transfersFixture = () => {
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
  const logger = createLogger('test', 'silent');
  const kafka: Kafka = createKafka(kafkaBrokers, 'transfers-test', logger);
  const registry = createRegistryClient(registryUrl);
  const redis = new Redis(redisUrl);
  const running: ReturnType<typeof startService>[] = [];
  let publisher: Publisher;
  let prefix = '';
  let keys: Keys;
  let ids: SchemaIds;
  let codec: Codec<ChainEventRecord>;

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

  const env = () => ({
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    REDIS_URL: redisUrl,
    ROUTEBOOK_PREFIX: prefix,
  });

  return {
    kafka,
    redis,
    logger,
    publisher: () => publisher,
    keys: () => keys,
    prefix: () => prefix,
    topic: (name: string) => topicName(prefix, name),
    /** A codec of the topic's values, as a reader of it has one. */
    codecOf: <T>(name: keyof typeof TOPICS) =>
      createCodec<T>({ schema: SCHEMAS[TOPICS[name].schema], id: ids[name], registry, now: Date.now }),
    /** One more service under the test's prefix; the processor of transfers unless told otherwise. */
    start: (main = 'processors/transfers/main.ts', besides: Readonly<Record<string, string>> = {}) => {
      const service = startService(main, { ...env(), ...besides });
      running.push(service);
      return service;
    },
    send: (events: readonly ChainEvent[], through = publisher) =>
      through.publishAll(
        events.map((event) => ({
          topic: topicName(prefix, 'chain-events'),
          key: event.transferKey,
          value: codec.encode(chainEventToRecord(event)),
        })),
      ),
    viewOf: async (transferKey: string): Promise<TransferJson> =>
      JSON.parse((await redis.hget(keys.transfer(transferKey), 'body')) ?? 'null') as TransferJson,
    /** Every key of the test's prefix. */
    ownKeys: async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const some of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) found.push(...(some as string[]));
      return found;
    },
    /** Takes away all that the views hold, as a flush does; what says that services live stays. */
    flush: async () => {
      const found: string[] = [];
      for await (const some of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) found.push(...(some as string[]));
      await redis.del(...found.filter((key) => !key.endsWith(':services')));
    },
  };
};
