import { pino } from 'pino';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import type { BenchEngines } from './harness.ts';

/** Makes the topics and schemas of a world of its own, which are there before a service is; and who lays messages ready in them. */
export const openTopics = async ({ kafkaBrokers, registryUrl }: BenchEngines, prefix: string) => {
  const logger = pino({ level: 'silent' });
  const registry = createRegistryClient(registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const kafka = createKafka([kafkaBrokers], 'bench', logger);
  await ensureTopics({ kafka, prefix, logger });
  return { registry, ids, publisher: await createPublisher({ kafka, logger }) };
};
