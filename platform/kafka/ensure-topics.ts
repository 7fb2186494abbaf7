import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { deadLetterTopic, TOPICS, type Topic } from '#schemas/topics.ts';
import type { Logger } from '../telemetry/logger.ts';
import { topicName } from './names.ts';

/** A micro-batch of books may be large; the publisher keeps well below it. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

/** How often a creation is tried again while the broker is still electing its controller. */
const ATTEMPTS = 20;
const ATTEMPT_PAUSE_MS = 500;

const settings = (topic: Omit<Topic, 'schema' | 'keyedBy'>, prefix: string): ITopicConfig => ({
  topic: topicName(prefix, topic.name),
  numPartitions: topic.partitions,
  replicationFactor: -1,
  configEntries: [
    { name: 'cleanup.policy', value: topic.cleanup },
    { name: 'max.message.bytes', value: String(MESSAGE_BYTES_MAX) },
    ...(topic.stampedByBroker ? [{ name: 'message.timestamp.type', value: 'LogAppendTime' }] : []),
    ...(topic.retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(topic.retentionMs) }]),
  ],
});

/** Every topic and its dead letters, with their settings, as Kafka is asked to make them. */
const wanted = (prefix: string): readonly ITopicConfig[] =>
  Object.values(TOPICS).flatMap((topic: Topic) => [settings(topic, prefix), settings(deadLetterTopic(topic), prefix)]);

const createMissing = async (admin: Admin, prefix: string): Promise<readonly string[]> => {
  const existing = new Set(await admin.listTopics());
  const missing = wanted(prefix).filter(({ topic }) => !existing.has(topic));
  // False when somebody else was faster with one of them; the caller looks again.
  if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
  const after = new Set(await admin.listTopics());
  return wanted(prefix).flatMap(({ topic }) => (after.has(topic) ? [] : [topic]));
};

/**
 * Creates the topics that are not there yet. Several services may do so at the same moment; a topic that exists keeps its settings.
 * Throws when Kafka cannot be reached or will not create them.
 */
export const ensureTopics = async ({ kafka, prefix, logger }: { kafka: Kafka; prefix: string; logger: Logger }): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      const left = await createMissing(admin, prefix).catch((error: unknown) => {
        if (attempt >= ATTEMPTS) throw error;
        logger.debug({ error: String(error) }, 'creating topics failed; trying again');
        return ['?'];
      });
      if (left.length === 0) return;
      if (attempt >= ATTEMPTS) throw new Error(`Kafka did not create the topics ${left.join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_PAUSE_MS));
    }
  } finally {
    await admin.disconnect();
  }
};
