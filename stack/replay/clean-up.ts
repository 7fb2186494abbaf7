import type { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import { subjectOf } from '#platform/registry/ensure-schemas.ts';
import { TOPICS } from '#schemas/topics.ts';

const SCAN_COUNT = 1_000;

/** Deletes what a replay made: its topics and groups in Kafka, its keys in Redis, its subjects in the schema registry. */
export const cleanUp = async (options: { kafka: Kafka; redis: Redis; registryUrl: string; prefix: string }): Promise<void> => {
  const { kafka, redis, registryUrl, prefix } = options;
  // Everything else goes without a prefix, or another world's.
  if (!/^replay-[0-9a-f]+$/.test(prefix)) throw new Error(`${prefix} is no prefix of a replay`);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(`${prefix}-`));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((name) => name.startsWith(`${prefix}-`));
    if (ours.length > 0) await admin.deleteGroups(ours);
  } finally {
    await admin.disconnect();
  }
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: SCAN_COUNT })) {
    if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
  }
  const registry = registryUrl.replace(/\/$/, '');
  for (const topic of Object.values(TOPICS)) {
    const subject = `${registry}/subjects/${encodeURIComponent(subjectOf(prefix, topic))}`;
    // First out of sight, then for good: the protocol wants both, and registries that know one of them are content.
    for (const url of [subject, `${subject}?permanent=true`]) await fetch(url, { method: 'DELETE' });
  }
};
