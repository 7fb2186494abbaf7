import { setTimeout as sleep } from 'node:timers/promises';
import type { RowBinary } from '#platform/clickhouse/row-binary.ts';
import { createRowBuffer, type RowBuffer } from './row-buffer.ts';
import type { LogPosition, Table } from './tables/table.ts';

/** An insert: large enough that ClickHouse is at its best, small enough to be done within a second. */
const ROWS_MAX = 50_000;
const BYTES_MAX = 16 * 1024 * 1024;

interface TableRows {
  readonly table: Table<never>;
  readonly buffer: RowBuffer;
}

/** Rows of one topic, by table, that are written together. */
export interface Batch {
  add(table: Table<never>, row: unknown, position: LogPosition, era: number): void;
  isEmpty(): boolean;
  isFull(): boolean;
  /** Resolves when it is worth writing: it is full, or `lingerMs` have passed since its first row, or the signal was given. */
  ready(lingerMs: number, signal: AbortSignal): Promise<void>;
  /** No more rows are added. */
  seal(): void;
  buffers(): readonly TableRows[];
  whenWritten(): Promise<void>;
  written(): void;
}

export const createBatch = (createRows: () => RowBinary): Batch => {
  const tables = new Map<string, TableRows>();
  const begun = Promise.withResolvers<void>();
  const full = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  let rows = 0;

  const bytes = (): number => [...tables.values()].reduce((sum, { buffer }) => sum + buffer.bytes, 0);
  const isFull = (): boolean => rows >= ROWS_MAX || bytes() >= BYTES_MAX;

  return {
    add: (table, row, position, era) => {
      let held = tables.get(table.name);
      if (held === undefined) {
        held = { table, buffer: createRowBuffer(table, createRows()) };
        tables.set(table.name, held);
      }
      held.buffer.add(row, position, era);
      rows += 1;
      begun.resolve();
      if (isFull()) full.resolve();
    },
    isEmpty: () => rows === 0,
    isFull,
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
    seal: () => {
      for (const { buffer } of tables.values()) buffer.seal();
    },
    buffers: () => [...tables.values()],
    whenWritten: () => done.promise,
    written: () => done.resolve(),
  };
};
