import type { Outcome, Step } from '#platform/kafka/step.ts';
import type { Source } from './sources.ts';
import type { TopicWriter } from './topic-writer.ts';

/** While the registry is away and a new schema id has come. */
const REGISTRY_RETRY_MS = 500;
/** A consumer is given messages before it is known where its partitions begin. */
const BEGIN_RETRY_MS = 50;
/** An insert of a full batch takes some hundred milliseconds, or minutes while ClickHouse is away. */
const ROOM_RETRY_MS = 50;

/** A topic on its way into the tables. */
export interface Channel {
  readonly source: Source;
  readonly writer: TopicWriter;
  /** Whether a value that is null is the deletion of a key, which history does not follow. */
  readonly compacted: boolean;
  /** Partitions whose beginning is known. */
  readonly begun: ReadonlySet<number>;
}

/** The step of every topic that history keeps: each message becomes a row, or none. */
export const createHistoryStep = (channels: ReadonlyMap<string, Channel>): Step => ({
  gathers: true,
  take: async ({ topic, partition, messages }) => {
    const outcomes = new Map<number, Outcome>();
    const channel = channels.get(topic);
    if (channel === undefined) return outcomes;
    const { source, writer, compacted, begun } = channel;
    const later = (index: number, reason: string, afterMs: number) => outcomes.set(index, { kind: 'retry', reason, afterMs });
    if (!begun.has(partition)) return later(0, 'where to begin is not known yet', BEGIN_RETRY_MS);
    try {
      await source.codec.prepare(messages.map(({ value }) => value));
    } catch (error) {
      return later(0, String(error), REGISTRY_RETRY_MS);
    }
    for (const [index, { value, offset }] of messages.entries()) {
      if (!writer.hasRoom()) return later(index, 'ClickHouse has not taken what was gathered', ROOM_RETRY_MS);
      if (value === null) {
        outcomes.set(index, compacted ? { kind: 'drop', reason: 'a deletion' } : { kind: 'deadLetter', reason: 'no value' });
        continue;
      }
      try {
        const placed = source.read(value, partition);
        if (!placed.ok) outcomes.set(index, { kind: 'deadLetter', reason: placed.error });
        else if (placed.value !== undefined) writer.add(placed.value.table, placed.value.row, partition, Number(offset));
      } catch (error) {
        outcomes.set(index, { kind: 'deadLetter', reason: `it fits no row: ${String(error)}` });
      }
    }
    return outcomes;
  },
  flush: (topic) => channels.get(topic)?.writer.flush() ?? Promise.resolve(),
});
