import type { Admin, Kafka } from 'kafkajs';
import { deadLetterTopic, TOPICS } from '#schemas/topics.ts';
import { DEAD_LETTER_REPLAY_GROUP } from './dead-letters.ts';
import { groupName, topicName } from './names.ts';

/** What an operator asks of the log itself. Each rejects when Kafka is away. */
export interface ClusterReader {
  /** Whether a broker answers. */
  answers(): Promise<boolean>;
  /** Dead letters that were not replayed, by source topic; topics without any are left out. */
  deadLetters(): Promise<ReadonlyMap<string, number>>;
  /** Messages that each committing group of this world has not read. */
  lag(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

const endsOf = async (admin: Admin, topic: string) =>
  new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));

export const createClusterReader = async (deps: { kafka: Kafka; prefix: string; groups: readonly string[] }): Promise<ClusterReader> => {
  const { kafka, prefix, groups } = deps;
  const admin = kafka.admin({ retry: { retries: 1 } });
  await admin.connect();

  const committed = async (groupId: string) =>
    (await admin.fetchOffsets({ groupId })).flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
    );

  const lettersOf = async (source: (typeof TOPICS)[keyof typeof TOPICS]): Promise<number> => {
    const topic = topicName(prefix, deadLetterTopic(source).name);
    const [replayed] = await admin.fetchOffsets({ groupId: groupName(prefix, DEAD_LETTER_REPLAY_GROUP), topics: [topic] });
    const from = Number(replayed?.partitions[0]?.offset ?? 0);
    const { low, high } = (await endsOf(admin, topic)).get(0) ?? { low: 0, high: 0 };
    return Math.max(high - Math.max(from, low), 0);
  };

  const lagOf = async (groupId: string): Promise<number> => {
    const positions = (await committed(groupId)).filter(({ offset }) => offset >= 0);
    const topics = [...new Set(positions.map(({ topic }) => topic))];
    const ends = new Map(await Promise.all(topics.map(async (topic) => [topic, await endsOf(admin, topic)] as const)));
    return positions.reduce((sum, { topic, partition, offset }) => {
      const end = ends.get(topic)?.get(partition);
      return end === undefined ? sum : sum + Math.max(end.high - Math.max(offset, end.low), 0);
    }, 0);
  };

  return {
    answers: async () => (await admin.describeCluster()).brokers.length > 0,
    deadLetters: async () => {
      const counts = await Promise.all(Object.values(TOPICS).map(async (topic) => [topic.name, await lettersOf(topic)] as const));
      return new Map(counts.filter(([, count]) => count > 0));
    },
    lag: async () => new Map(await Promise.all(groups.map(async (name) => [name, await lagOf(groupName(prefix, name))] as const))),
    close: () => admin.disconnect(),
  };
};
