import { setTimeout as sleep } from 'node:timers/promises';
import { type CreateRows, createRowBuffer, type RowBuffer } from './row-buffer.ts';
import type { LogPosition, Table } from './tables/table.ts';

/** An insert: large enough that ClickHouse is at its best, small enough to be done within a second. */
const ROWS_MAX = 50_000;
const BYTES_MAX = 32 * 1024 * 1024;
/** How often the bytes are added up, in rows: a row of quotes takes half a KiB, one of transfers three. */
const WEIGH_EVERY = 128;

/** Rows of one topic, by table, that are written together. */
export interface Batch {
  add(table: Table<never>, row: unknown, position: LogPosition, era: number): void;
  isEmpty(): boolean;
  isFull(): boolean;
  /** Resolves when it is worth writing: it is full, or `lingerMs` have passed since its first row, or the signal was given. */
  ready(lingerMs: number, signal: AbortSignal): Promise<void>;
  /** Each table's rows; tables without any are left out. */
  buffers(): readonly RowBuffer[];
  whenWritten(): Promise<void>;
  written(): void;
}

/** `buffers` are whose room it uses, by table: those of a batch that is done. It makes those that are missing. */
export const createBatch = (buffers: Map<string, RowBuffer>, createRows: CreateRows): Batch => {
  const used = new Set<RowBuffer>();
  const begun = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  let rows = 0;
  let isFull = false;
  for (const buffer of buffers.values()) buffer.clear();

  return {
    add: (table, row, position, era) => {
      let buffer = buffers.get(table.name);
      if (buffer === undefined) {
        buffer = createRowBuffer(table, createRows);
        buffers.set(table.name, buffer);
      }
      buffer.add(row, position, era);
      used.add(buffer);
      rows += 1;
      begun.resolve();
      if (rows < ROWS_MAX && (rows % WEIGH_EVERY > 0 || [...used].reduce((sum, { bytes }) => sum + bytes, 0) < BYTES_MAX)) return;
      isFull = true;
      full.resolve();
    },
    isEmpty: () => rows === 0,
    isFull: () => isFull,
    ready: async (lingerMs, signal) => {
      const lingered = new AbortController();
      const stop = () => {
        begun.resolve();
        lingered.abort();
      };
      signal.addEventListener('abort', stop, { once: true });
      await begun.promise;
      await Promise.race([full.promise, sleep(lingerMs, undefined, { signal: lingered.signal }).catch(() => undefined)]);
      lingered.abort();
      signal.removeEventListener('abort', stop);
    },
    buffers: () => [...used],
    whenWritten: () => done.promise,
    written: () => done.resolve(),
  };
};
