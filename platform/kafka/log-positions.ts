import type { Kafka } from 'kafkajs';

/** Where a topic ends, and where a group stands in it. */
export interface LogPositions {
  of(topic: string): Promise<{
    /** By partition, the next offset that the log will give. */
    readonly ends: ReadonlyMap<number, number>;
    /** By partition, what the group committed; absent where it never did. */
    readonly committed: ReadonlyMap<number, number>;
  }>;
  close(): Promise<void>;
}

export const createLogPositions = ({ kafka, groupId }: { kafka: Kafka; groupId: string }): LogPositions => {
  const admin = kafka.admin({ retry: { retries: 2 } });
  return {
    of: async (topic) => {
      await admin.connect();
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const committed = new Map<number, number>();
      for (const { partition, offset } of found?.partitions ?? []) if (Number(offset) >= 0) committed.set(partition, Number(offset));
      return { ends, committed };
    },
    close: () => admin.disconnect(),
  };
};
