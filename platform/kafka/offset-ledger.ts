/** Partitions by topic, as a member of a group has been given them. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export interface OffsetLedger {
  /** The partitions that are ours from now on; what is known of others is forgotten. */
  assign(assignment: Assignment): void;
  /** All before `nextOffset` is safe in the sinks. */
  mark(topic: string, partition: number, nextOffset: number): void;
  /** What changed since it was last taken, in the shape of a commit. */
  take(): { topic: string; partition: number; offset: string }[];
  /** A commit failed: what it held is due again, unless something newer is. */
  giveBack(offsets: readonly { topic: string; partition: number; offset: string }[]): void;
}

/** Remembers what may be committed. Pure bookkeeping: a partition that was taken away is never committed for. */
export const createOffsetLedger = (): OffsetLedger => {
  let owned = new Set<string>();
  const due = new Map<string, { topic: string; partition: number; offset: number }>();
  const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;
  return {
    assign: (assignment) => {
      owned = new Set(Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((partition) => nameOf(topic, partition))));
      for (const name of [...due.keys()]) if (!owned.has(name)) due.delete(name);
    },
    mark: (topic, partition, nextOffset) => {
      const name = nameOf(topic, partition);
      if (owned.has(name)) due.set(name, { topic, partition, offset: nextOffset });
    },
    take: () => {
      const taken = [...due.values()].map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) }));
      due.clear();
      return taken;
    },
    giveBack: (offsets) => {
      for (const { topic, partition, offset } of offsets) {
        const name = nameOf(topic, partition);
        if (owned.has(name) && !due.has(name)) due.set(name, { topic, partition, offset: Number(offset) });
      }
    },
  };
};
