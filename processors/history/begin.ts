import type { WrittenTop } from '#platform/clickhouse/tops-reader.ts';
import { placeName, type TopsOfBooks } from './top-of-book.ts';
import type { TopicWriter } from './topic-writer.ts';

/** What Kafka says of a topic for our group. */
export interface LogEnds {
  /** By partition, the next offset that the log will give. */
  readonly ends: ReadonlyMap<number, number>;
  /** By partition, what the group committed; absent where it never did. */
  readonly committed: ReadonlyMap<number, number>;
}

/**
 * Finds where the partitions of a topic begin that are new to us: where the group committed, as everything before it is in the tables;
 * at the beginning of the log when the tables know nothing of the partition, or of another log of this name.
 */
export const beginPartitions = async (options: {
  partitions: readonly number[];
  writer: TopicWriter;
  askKafka: () => Promise<LogEnds>;
}): Promise<{ positions: ReadonlyMap<number, number>; generations: ReadonlyMap<number, number> }> => {
  const { partitions, writer, askKafka } = options;
  const { ends, committed } = await askKafka();
  const claims = await writer.begin(partitions.map((partition) => ({ partition, end: ends.get(partition) ?? 0 })));
  const positions = new Map<number, number>();
  const generations = new Map<number, number>();
  for (const [partition, { known, renewed, generation }] of claims) {
    generations.set(partition, generation);
    const position = committed.get(partition);
    if (known && !renewed && position !== undefined) positions.set(partition, position);
  }
  return { positions, generations };
};

/** Tells the books' memory what was written of the partitions that begin. */
export const recallTops = async (
  tops: TopsOfBooks,
  generations: ReadonlyMap<number, number>,
  read: (partition: number, generation: number) => Promise<readonly WrittenTop[]>,
): Promise<void> => {
  for (const [partition, generation] of generations) {
    const written = await read(partition, generation);
    tops.begin(
      partition,
      new Map(
        written.map(({ key, version, firstRouteId, firstAmountOut, secondRouteId, secondAmountOut }) => [
          key,
          { version, first: placeName(firstRouteId, firstAmountOut), second: placeName(secondRouteId, secondAmountOut) },
        ]),
      ),
    );
  }
};
