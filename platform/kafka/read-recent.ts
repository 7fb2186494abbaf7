import type { Kafka } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Publisher } from './publisher.ts';
import { startRunner } from './runner.ts';

/** Whether the topic holds nothing at all, which is told at once; joining a group takes seconds. */
const isEmpty = async (kafka: Kafka, topic: string): Promise<boolean> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.fetchTopicOffsets(topic)).every(({ low, high }) => low === high);
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
};

/**
 * Reads what a topic received within a span, or all that it holds, up to where it ends now, and leaves no group behind. Waits as long as
 * Kafka is away.
 */
export const readRecent = async (options: {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Of this reading alone. */
  readonly groupId: string;
  /** All that it holds when it is left out. */
  readonly withinMs?: number;
  /** Takes values in order within a partition; a rejection is tried again. */
  readonly take: (values: readonly (Buffer | null)[]) => Promise<void>;
  readonly deadLetters: Publisher;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<void> => {
  const { kafka, topic, groupId, withinMs, take, deadLetters, metrics, logger, now } = options;
  if (await isEmpty(kafka, topic)) return;
  await new Promise<void>((resolve, reject) => {
    const runner = startRunner({
      kafka,
      groupId,
      topics: [topic],
      startAt: withinMs === undefined ? { kind: 'beginning' } : { kind: 'recent', withinMs },
      commits: false,
      step: {
        take: async ({ messages }) => {
          await take(messages.map(({ value }) => value));
          return new Map();
        },
        flush: async () => undefined,
      },
      deadLetters,
      metrics,
      logger,
      now,
      onCaughtUp: () => {
        // Not within the runner's own turn: stopping waits for it.
        setImmediate(() => runner.stop().then(resolve, reject));
      },
    });
  });
  const admin = kafka.admin();
  await admin.connect();
  await admin
    .deleteGroups([groupId])
    .catch((error: unknown) => logger.debug({ error: String(error) }, 'the reading left its group behind'));
  await admin.disconnect();
};
