import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Admin, Kafka } from 'kafkajs';
import { subjectOf } from '#platform/registry/ensure-schemas.ts';
import { TOPICS } from '#schemas/topics.ts';

const SCAN_COUNT = 1_000;
const GONE_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

const topicsOf = async (admin: Admin, prefix: string): Promise<string[]> =>
  (await admin.listTopics()).filter((name) => name.startsWith(`${prefix}-`));

/** A controller says yes as soon as it wrote the deletion down; a broker that is busy with another one shows the topics until it is done. */
const deleteTopics = async (admin: Admin, prefix: string): Promise<void> => {
  const topics = await topicsOf(admin, prefix);
  if (topics.length === 0) return;
  await admin.deleteTopics({ topics });
  const untilMs = Date.now() + GONE_WITHIN_MS;
  while ((await topicsOf(admin, prefix)).length > 0) {
    if (Date.now() > untilMs) throw new Error(`Kafka still shows topics of ${prefix} ${GONE_WITHIN_MS / 1_000} s after it deleted them`);
    await setTimeout(LOOK_EVERY_MS);
  }
};

/**
 * Deletes what a replay made: its topics and groups in Kafka, its keys in Redis, its subjects in the schema registry. When it returns none of
 * them is seen any more.
 */
export const cleanUp = async (options: { kafka: Kafka; redis: Redis; registryUrl: string; prefix: string }): Promise<void> => {
  const { kafka, redis, registryUrl, prefix } = options;
  // Everything else goes without a prefix, or another world's.
  if (!/^replay-[0-9a-f]+$/.test(prefix)) throw new Error(`${prefix} is no prefix of a replay`);
  const admin = kafka.admin();
  await admin.connect();
  try {
    await deleteTopics(admin, prefix);
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
