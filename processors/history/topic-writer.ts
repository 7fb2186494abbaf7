import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, LogStore } from '#platform/clickhouse/log-store.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { type Batch, createBatch } from './batch.ts';
import type { HistoryMetrics } from './history-metrics.ts';
import { createPartitionBook } from './partition-book.ts';
import type { CreateRows, RowBuffer } from './row-buffer.ts';
import { LOG_COLUMNS, type Table } from './tables/table.ts';

/** Pauses between tries while ClickHouse is away. */
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 2_000;

export interface TopicWriter {
  /** Makes partitions ours, from their beginning or from where they were committed. `end` is where the log ends now. */
  begin(wanted: readonly { partition: number; end: number }[]): Promise<ReadonlyMap<number, Claim>>;
  /** These are ours now; what was gathered of others is no more our business. */
  keepOnly(partitions: ReadonlySet<number>): void;
  /** False while there is no room: messages must come again later. */
  hasRoom(): boolean;
  /** Gathers a row. Throws when the row cannot be written; nothing of it stays then. */
  add(table: Table<never>, row: unknown, partition: number, offset: number): void;
  /** Resolves when all that was added so far is in the tables. Never, when some of it was taken from us meanwhile: others do it then. */
  flush(): Promise<void>;
  /** Whether the last try to write succeeded. */
  works(): boolean;
  stop(): void;
}

/**
 * Writes what one topic becomes: gathers for `lingerMs` or until there is much, then inserts, one batch after the other. Of a batch
 * only what the tables lack is sent; after anything but a clear yes the writer claims its partitions again, which tells what they
 * have. So a batch may be tried as often as it takes.
 */
export const createTopicWriter = (options: {
  topic: string;
  tables: readonly Table<never>[];
  store: LogStore;
  createRows: CreateRows;
  lingerMs: number;
  metrics: HistoryMetrics;
  logger: Logger;
}): TopicWriter => {
  const { topic, tables, store, createRows, lingerMs, metrics, logger } = options;
  const names = tables.map(({ name }) => name);
  const book = createPartitionBook();
  const stopping = new AbortController();
  // Memory is bounded by these two: one is written while the other fills, and when both are full nothing more is taken.
  let room = new Map<string, RowBuffer>();
  let spareRoom = new Map<string, RowBuffer>();
  let gathering = createBatch(room, createRows);
  let writing: Batch | undefined;
  let doubt = false;
  let works = true;

  const claimAgain = async (): Promise<void> => {
    const ours = [...book.epochs().keys()];
    if (ours.length === 0) return;
    const wanted = ours.map((partition) => ({ partition }));
    book.renew(await store.claim(topic, names, wanted));
  };

  /** One try. Resolves to what became of the batch: all of it stands in the tables, or all that is still ours, or that is not clear. */
  const tryToWrite = async (batch: Batch): Promise<'stands' | 'ours-stands' | 'unclear'> => {
    if (doubt) await claimAgain();
    doubt = false;
    let foreign = false;
    for (const buffer of batch.buffers()) {
      const { table } = buffer;
      const epochs = book.epochs();
      const { count, block, lastOffsets } = buffer.select((partition, offset, era) => {
        const verdict = book.verdict(table.name, partition, offset, era);
        if (verdict === 'foreign') foreign = true;
        return verdict === 'write';
      });
      if (count === 0) continue;
      const begunAt = performance.now();
      const columns = { ...table.columns, ...LOG_COLUMNS };
      if ((await store.insert(topic, { table: table.name, columns, block }, epochs)) !== count) return 'unclear';
      for (const [partition, offset] of lastOffsets) book.wrote(table.name, partition, offset);
      const bytes = block.reduce((sum, { length }) => sum + length, 0);
      metrics.inserted(table.name, count, bytes, performance.now() - begunAt);
    }
    return foreign ? 'ours-stands' : 'stands';
  };

  const write = async (batch: Batch): Promise<void> => {
    for (let pause = RETRY_MS_MIN; !stopping.signal.aborted; pause = Math.min(pause * 2, RETRY_MS_MAX)) {
      try {
        const done = await tryToWrite(batch);
        if (!works) logger.info({ topic }, 'ClickHouse takes rows again');
        works = true;
        if (done === 'stands') batch.written();
        if (done !== 'unclear') return;
        logger.warn({ topic }, 'fewer rows were written than were sent; looking what is there');
      } catch (error) {
        if (works) logger.warn({ topic, error: String(error) }, 'ClickHouse does not take rows; trying again');
        works = false;
        metrics.failed(topic);
      }
      doubt = true;
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await gathering.ready(lingerMs, stopping.signal);
      writing = gathering;
      [room, spareRoom] = [spareRoom, room];
      gathering = createBatch(room, createRows);
      await write(writing);
      writing = undefined;
    }
  };
  void run();

  return {
    begin: async (wanted) => {
      const claims = await store.claim(topic, names, wanted);
      book.begin(claims);
      return claims;
    },
    keepOnly: book.keepOnly,
    hasRoom: () => !gathering.isFull(),
    add: (table, row, partition, offset) => {
      const place = book.take(partition, offset);
      if (place !== undefined) gathering.add(table, row, { partition, offset, generation: place.generation }, place.era);
    },
    flush: () => (gathering.isEmpty() ? (writing?.whenWritten() ?? Promise.resolve()) : gathering.whenWritten()),
    works: () => works,
    stop: () => stopping.abort(),
  };
};
