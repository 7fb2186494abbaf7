import type { Assignment } from './offset-ledger.ts';
import type { PartitionStart } from './positions.ts';

export interface Progress {
  /** A new assignment: what is known of partitions that are still ours stays. Gives those that are new. */
  assign(assignment: Assignment): Assignment;
  /** Where these partitions begin and how far they must be read to be whole. `sought`: the consumer went there, wherever it was. */
  begin(starts: readonly PartitionStart[], sought: boolean): void;
  moved(topic: string, partition: number, nextOffset: number): void;
  /** Whether all partitions have been read up to where they ended when they became ours. */
  caughtUp(): boolean;
  /** Messages between our positions and these ends. */
  lag(ends: readonly { topic: string; partition: number; high: number }[]): number;
  /** Changes whenever a position moves. */
  readonly moves: number;
  topics(): readonly string[];
}

/** How far a consumer has read, partition by partition. */
export const createProgress = (): Progress => {
  const partitions = new Map<string, { topic: string; position: number | undefined; target: number | undefined }>();
  let assigned = false;
  let moves = 0;
  const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;
  return {
    assign: (assignment) => {
      assigned = true;
      const names = new Set<string>();
      const fresh: Record<string, number[]> = {};
      for (const [topic, list] of Object.entries(assignment)) {
        for (const partition of list) {
          const name = nameOf(topic, partition);
          names.add(name);
          if (partitions.has(name)) continue;
          partitions.set(name, { topic, position: undefined, target: undefined });
          fresh[topic] = [...(fresh[topic] ?? []), partition];
        }
      }
      for (const name of [...partitions.keys()]) if (!names.has(name)) partitions.delete(name);
      return fresh;
    },
    begin: (starts, sought) => {
      for (const { topic, partition, position, end } of starts) {
        const known = partitions.get(nameOf(topic, partition));
        if (known === undefined) continue;
        known.position = sought ? position : Math.max(known.position ?? 0, position);
        known.target = end;
      }
    },
    moved: (topic, partition, nextOffset) => {
      moves += 1;
      const known = partitions.get(nameOf(topic, partition));
      if (known !== undefined) known.position = nextOffset;
    },
    caughtUp: () =>
      assigned &&
      [...partitions.values()].every(({ position, target }) => target !== undefined && position !== undefined && position >= target),
    lag: (ends) =>
      ends.reduce((sum, { topic, partition, high }) => {
        const position = partitions.get(nameOf(topic, partition))?.position;
        return position === undefined ? sum : sum + Math.max(high - position, 0);
      }, 0),
    get moves() {
      return moves;
    },
    topics: () => [...new Set([...partitions.values()].map(({ topic }) => topic))],
  };
};
