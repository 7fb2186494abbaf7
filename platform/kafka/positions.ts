import type { Admin } from 'kafkajs';
import type { Assignment } from './offset-ledger.ts';

/** Where a consumer begins. */
export type StartAt =
  /** Where the group committed last; at the beginning if it never did. */
  | { readonly kind: 'committed' }
  /** At the beginning of the topic, every time. */
  | { readonly kind: 'beginning' }
  /** At the first message not older than this, whatever was committed. */
  | { readonly kind: 'recent'; readonly withinMs: number }
  /** Where the step's own sinks say that they have read to, whatever was committed. */
  | {
      readonly kind: 'stored';
      /** Next offsets of partitions that are new to us; one that the sinks know nothing of begins at its beginning. */
      readonly read: (topic: string, partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
      /** Told where the partitions begin, before the first message from there. */
      readonly onBegin: (starts: readonly PartitionStart[]) => void;
    };

export interface PartitionStart {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to take. */
  readonly position: number;
  /** The end of the partition at this moment. */
  readonly end: number;
}

/** A position that the topic no longer has, or never had, is none: it was cut off, or it is of another topic of that name. */
const storedStart = (stored: number | undefined, low: number, high: number): number =>
  stored !== undefined && stored >= low && stored <= high ? stored : low;

/** Asks Kafka where each assigned partition begins for us, and where it ends now. */
export const findStarts = async (options: {
  admin: Admin;
  groupId: string;
  assignment: Assignment;
  startAt: StartAt;
  nowMs: number;
}): Promise<readonly PartitionStart[]> => {
  const { admin, groupId, assignment, startAt, nowMs } = options;
  const starts: PartitionStart[] = [];
  for (const [topic, partitions] of Object.entries(assignment)) {
    if (partitions.length === 0) continue;
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
    );
    const recent =
      startAt.kind === 'recent'
        ? new Map(
            (await admin.fetchTopicOffsetsByTimestamp(topic, nowMs - startAt.withinMs)).map(({ partition, offset }) => [
              partition,
              Number(offset),
            ]),
          )
        : undefined;
    const committed =
      startAt.kind === 'committed'
        ? new Map(
            (await admin.fetchOffsets({ groupId, topics: [topic] }))[0]?.partitions.map(({ partition, offset }) => [
              partition,
              Number(offset),
            ]),
          )
        : undefined;
    const stored = startAt.kind === 'stored' ? await startAt.read(topic, partitions) : undefined;
    for (const partition of partitions) {
      const { low, high } = ends.get(partition) ?? { low: 0, high: 0 };
      const chosen = recent?.get(partition) ?? committed?.get(partition) ?? storedStart(stored?.get(partition), low, high);
      // Kafka says -1 for "none": nothing that recent, or nothing committed.
      const position = chosen >= 0 ? chosen : startAt.kind === 'recent' ? high : low;
      starts.push({ topic, partition, position, end: high });
    }
  }
  return starts;
};
