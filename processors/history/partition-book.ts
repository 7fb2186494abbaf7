import type { Claim } from '#platform/clickhouse/log-store.ts';

/** A partition that is ours. */
interface Owned {
  readonly era: number;
  epoch: string;
  readonly generation: number;
  /** The last offset in each table. */
  last: Readonly<Record<string, number>>;
  /** The last offset that was gathered, written or not. */
  taken: number;
}

/** What is ours, what its tables hold, and how far it was gathered. Pure bookkeeping. */
export interface PartitionBook {
  /** Partitions that are read from their beginning or from where they were committed: rows that were gathered of them before never count. */
  begin(claims: ReadonlyMap<number, Claim>): void;
  /** What the tables hold of partitions that are still ours; what was gathered of them stays. */
  renew(claims: ReadonlyMap<number, Claim>): void;
  /** These are ours; what is known of others is forgotten, and rows of theirs never count again. */
  keepOnly(partitions: ReadonlySet<number>): void;
  /** The epochs under which we hold our partitions. */
  epochs(): ReadonlyMap<number, string>;
  /** Where a row is to be gathered; undefined when it is not ours or was gathered before. */
  take(partition: number, offset: number): { readonly generation: number; readonly era: number } | undefined;
  /** What is to be done about a gathered row: `write` it, it `stands` in its table already, or it is `foreign` by now. */
  verdict(table: string, partition: number, offset: number, era: number): 'write' | 'stands' | 'foreign';
  /** These rows are in the table now. */
  wrote(table: string, partition: number, offset: number): void;
}

const NOTHING = -1;

export const createPartitionBook = (): PartitionBook => {
  const owned = new Map<number, Owned>();
  let eras = 0;
  return {
    begin: (claims) => {
      for (const [partition, { epoch, generation, last }] of claims) {
        eras += 1;
        owned.set(partition, { era: eras, epoch, generation, last, taken: NOTHING });
      }
    },
    renew: (claims) => {
      for (const [partition, { epoch, last }] of claims) {
        const known = owned.get(partition);
        if (known === undefined) continue;
        known.epoch = epoch;
        known.last = last;
      }
    },
    keepOnly: (partitions) => {
      for (const partition of [...owned.keys()]) if (!partitions.has(partition)) owned.delete(partition);
    },
    epochs: () => new Map([...owned].map(([partition, { epoch }]) => [partition, epoch])),
    take: (partition, offset) => {
      const known = owned.get(partition);
      if (known === undefined || offset <= known.taken) return undefined;
      known.taken = offset;
      return { generation: known.generation, era: known.era };
    },
    verdict: (table, partition, offset, era) => {
      const known = owned.get(partition);
      if (known === undefined || known.era !== era) return 'foreign';
      return offset > (known.last[table] ?? NOTHING) ? 'write' : 'stands';
    },
    wrote: (table, partition, offset) => {
      const known = owned.get(partition);
      if (known !== undefined && offset > (known.last[table] ?? NOTHING)) known.last = { ...known.last, [table]: offset };
    },
  };
};
