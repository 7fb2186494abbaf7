import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import type { Config } from './config.ts';
import { createKafka } from './kafka/client.ts';
import { ensureTopics } from './kafka/ensure-topics.ts';
import { topicName } from './kafka/names.ts';
import { createPublisher } from './kafka/publisher.ts';
import type { Lifecycle } from './lifecycle.ts';
import { createRedis } from './redis/client.ts';
import { createKeys } from './redis/keys.ts';
import { createCodec } from './registry/codec.ts';
import { ensureSchemas } from './registry/ensure-schemas.ts';
import { createRegistryClient } from './registry/registry-client.ts';
import type { Logger } from './telemetry/logger.ts';

type TopicKey = keyof typeof TOPICS;

/** Redis, registry and Kafka as a processor needs them, with its topics and schemas in place; each is undone at stop. */
export const connectEngines = async (options: {
  service: string;
  config: Config;
  logger: Logger;
  lifecycle: Lifecycle;
  now: () => number;
}) => {
  const { service, config, logger, lifecycle, now } = options;
  const prefix = config.ROUTEBOOK_PREFIX;
  const redis = createRedis(config.REDIS_URL, logger);
  lifecycle.onStop('redis', () => redis.disconnect());
  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const kafka = createKafka(config.KAFKA_BROKERS, `routebook-${service}`, logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  lifecycle.onStop('publisher', () => publisher.close());
  const codecOf = <T>(topic: TopicKey) => createCodec<T>({ schema: SCHEMAS[TOPICS[topic].schema], id: ids[topic], registry, now });
  const topic = (name: TopicKey) => topicName(prefix, TOPICS[name].name);
  return { redis, kafka, publisher, codecOf, topic, keys: createKeys(prefix === '' ? 'rb' : prefix) };
};
