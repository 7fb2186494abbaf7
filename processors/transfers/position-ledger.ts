import type { PositionMove } from '#platform/redis/transfer-store.ts';

export interface PositionLedger {
  /** These partitions are read from here on. `stored` is what the views said, if anything. */
  begin(starts: readonly { partition: number; position: number }[], stored: ReadonlyMap<number, number>): void;
  /** Whether it is known where this partition is read from. */
  knows(partition: number): boolean;
  /** A batch was taken. One that does not join what was read before it tells nothing of how far we are. */
  took(partition: number, firstOffset: number, nextOffset: number): void;
  /** What has moved since it was last written. */
  moves(): readonly PositionMove[];
  written(moves: readonly PositionMove[]): void;
  /** What the views must hold at least, unless they were flushed. */
  stored(): readonly { partition: number; position: number }[];
  /** Nothing is ours any more. */
  clear(): void;
}

const NOTHING = -1;

/**
 * How far each partition has been read without a gap, and what the views know of it. A consumer may be given messages from a committed
 * offset before it has gone to where the views end; those are of use, but what lies between has not been read yet.
 */
export const createPositionLedger = (): PositionLedger => {
  const partitions = new Map<number, { next: number; stored: number }>();
  return {
    begin: (starts, stored) => {
      for (const { partition, position } of starts) partitions.set(partition, { next: position, stored: stored.get(partition) ?? NOTHING });
    },
    knows: (partition) => partitions.has(partition),
    took: (partition, firstOffset, nextOffset) => {
      const known = partitions.get(partition);
      if (known !== undefined && firstOffset <= known.next) known.next = Math.max(known.next, nextOffset);
    },
    moves: () => [...partitions].flatMap(([partition, { next, stored }]) => (next > stored ? [{ partition, from: stored, to: next }] : [])),
    written: (moves) => {
      for (const { partition, to } of moves) {
        const known = partitions.get(partition);
        if (known !== undefined) known.stored = Math.max(known.stored, to);
      }
    },
    clear: () => partitions.clear(),
    stored: () => [...partitions].map(([partition, { stored }]) => ({ partition, position: stored })),
  };
};
