import { randomInt, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';

/** A partition that is to become ours, and where it ends now if that is known. */
export interface Wanted {
  readonly partition: number;
  /** The next offset that the log will give; undefined leaves the generation as it is. */
  readonly end?: number;
}

/** What the tables hold of a partition that is ours. */
export interface Claim {
  /** Under which rows are inserted; the next claim of anybody ends it. */
  readonly epoch: string;
  /** Whether anybody claimed it before: if not, the tables know nothing of it. */
  readonly known: boolean;
  /** Rises when the log turns out to be another one than the rows came from: its offsets begin anew. */
  readonly generation: number;
  /** Whether it rose just now. */
  readonly renewed: boolean;
  /** The last offset in each table; -1 for none. */
  readonly last: Readonly<Record<string, number>>;
}

export interface RowsOf {
  readonly table: string;
  /** Name and type of each column in the order of the values, without `inserted_at`. */
  readonly columns: Readonly<Record<string, string>>;
  /** A block of the format Native, with these columns. */
  readonly block: readonly Buffer[];
}

/**
 * Tables that are written from a log, each partition by one owner at a time (docs/decisions/0019). An owner claims, then inserts what
 * is beyond `last`. After any doubt, an error or a count that is not what was sent, it claims again and goes on from what it is told.
 */
export interface LogStore {
  /**
   * Makes partitions of a topic ours. When it resolves, no insert of an earlier owner of them, ourselves included, is under way or can
   * write any more, and `last` is final.
   */
  claim(topic: string, tables: readonly string[], wanted: readonly Wanted[]): Promise<ReadonlyMap<number, Claim>>;
  /**
   * Inserts rows of partitions under the epochs of their claims; those of a partition that was claimed again meanwhile, by anybody, are
   * left out. Gives how many were written.
   */
  insert(topic: string, batch: RowsOf, epochs: ReadonlyMap<number, string>): Promise<number>;
}

/** An insert is one block and so one part, which is there or not. */
export const ONE_BLOCK = { max_insert_threads: '1', min_insert_block_size_rows: '2000000', max_insert_block_size: '2000000' } as const;

/** Epochs rise by whole steps; below a step they are random, so that no two claims have the same. */
const EPOCH_STEP = 2n ** 20n;

interface PastClaim {
  readonly p: number;
  readonly last_epoch: string;
  readonly last_owner: string;
  readonly generation: number;
}

export const createLogStore = (options: { client: ClickHouseClient; database: string; cluster: string }): LogStore => {
  const { client, database, cluster } = options;
  const owner = randomUUID();
  const onCluster = cluster === '' ? '' : `ON CLUSTER '${cluster}'`;
  const queriesOf = (topic: string, of: string) => `history:${database}:${topic}:${of}:`;

  const rowsOf = async <T>(query: string, params: Record<string, unknown>): Promise<T[]> =>
    (await client.query({ query, query_params: params, format: 'JSONEachRow' })).json<T>();

  const pastClaims = (topic: string, partitions: readonly number[]): Promise<readonly PastClaim[]> =>
    rowsOf<PastClaim>(
      `SELECT log_partition AS p, toString(max(epoch)) AS last_epoch, argMax(owner, epoch) AS last_owner, argMax(log_generation, epoch) AS generation
       FROM history_claims WHERE topic = {topic:String} AND log_partition IN {partitions:Array(UInt16)} GROUP BY p`,
      { topic, partitions },
    );

  const record = async (topic: string, past: readonly PastClaim[], claims: readonly { partition: number; generation: number }[]) => {
    const values = claims.map(({ partition, generation }) => {
      const before = BigInt(past.find(({ p }) => p === partition)?.last_epoch ?? '0');
      const epoch = (before / EPOCH_STEP + 1n) * EPOCH_STEP + BigInt(randomInt(Number(EPOCH_STEP)));
      return { topic, log_partition: partition, epoch: epoch.toString(), owner, log_generation: generation };
    });
    await client.insert({ table: 'history_claims', values, format: 'JSONEachRow' });
    return new Map(values.map(({ log_partition, epoch }) => [log_partition, epoch]));
  };

  /** Resolves when none of these owners' inserts runs any more. */
  const endInsertsOf = async (topic: string, owners: readonly string[]): Promise<void> => {
    if (owners.length === 0) return;
    const conditions = owners.map((_, index) => `startsWith(query_id, {q${index}:String})`).join(' OR ');
    const params = Object.fromEntries(owners.map((of, index) => [`q${index}`, queriesOf(topic, of)]));
    await client.command({ query: `KILL QUERY ${onCluster} WHERE ${conditions} SYNC`, query_params: params });
  };

  const lastOffsets = async (table: string, partitions: readonly number[]) =>
    rowsOf<{ p: number; g: number; last: string }>(
      `SELECT log_partition AS p, log_generation AS g, toString(max(log_offset)) AS last
       FROM ${table} GROUP BY p, g HAVING p IN {partitions:Array(UInt16)}`,
      { partitions },
    );

  return {
    claim: async (topic, tables, wanted) => {
      const partitions = wanted.map(({ partition }) => partition);
      const past = await pastClaims(topic, partitions);
      const generationBefore = (partition: number) => past.find(({ p }) => p === partition)?.generation ?? 0;
      const epochs = await record(
        topic,
        past,
        partitions.map((partition) => ({ partition, generation: generationBefore(partition) })),
      );
      await endInsertsOf(topic, [...new Set(past.map(({ last_owner }) => last_owner))]);
      const found = await Promise.all(tables.map((table) => lastOffsets(table, partitions)));
      const lastIn = (partition: number, generation: number): Record<string, number> =>
        Object.fromEntries(
          tables.map((table, index) => [table, Number(found[index]?.find(({ p, g }) => p === partition && g === generation)?.last ?? -1)]),
        );
      const claims = new Map<number, Claim>();
      const renewed: { partition: number; generation: number }[] = [];
      for (const { partition, end } of wanted) {
        let generation = generationBefore(partition);
        // Rows from beyond the end of the log are of another log of this name.
        if (end !== undefined && Math.max(...Object.values(lastIn(partition, generation))) >= end) {
          generation += 1;
          renewed.push({ partition, generation });
        }
        claims.set(partition, {
          epoch: epochs.get(partition) ?? '',
          known: past.some(({ p }) => p === partition),
          generation,
          renewed: generation !== generationBefore(partition),
          last: lastIn(partition, generation),
        });
      }
      if (renewed.length > 0) {
        for (const [partition, epoch] of await record(topic, await pastClaims(topic, partitions), renewed)) {
          const claim = claims.get(partition);
          if (claim !== undefined) claims.set(partition, { ...claim, epoch });
        }
      }
      return claims;
    },
    insert: async (topic, { table, columns, block }, epochs) => {
      const names = Object.keys(columns).join(', ');
      const structure = Object.entries(columns)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ');
      const answer = await client.exec({
        query: `INSERT INTO ${table} (${names}, inserted_at)
          SELECT ${names}, now() FROM input({structure:String})
          WHERE log_partition IN (
            SELECT log_partition FROM history_claims WHERE topic = {topic:String}
            GROUP BY log_partition HAVING max(epoch) = {epochs:Array(UInt64)}[indexOf({partitions:Array(UInt16)}, log_partition)])
          FORMAT Native`,
        query_params: { structure, topic, partitions: [...epochs.keys()], epochs: [...epochs.values()].map(BigInt) },
        query_id: `${queriesOf(topic, owner)}${randomUUID()}`,
        values: Readable.from(block, { objectMode: false }),
        clickhouse_settings: ONE_BLOCK,
      });
      answer.stream.destroy();
      return Number(answer.summary?.written_rows ?? 0);
    },
  };
};
