import type { NativeRows } from '#platform/clickhouse/native-rows.ts';
import { LOG_COLUMNS, type LogPosition, type Table, writePosition } from './tables/table.ts';

type Keep = (partition: number, offset: number, era: number) => boolean;

export interface Selection {
  readonly count: number;
  /** The rows in the order in which they came, as a block of the format Native. */
  readonly block: readonly Buffer[];
  /** The last offset of each partition among them. */
  readonly lastOffsets: ReadonlyMap<number, number>;
}

/** Rows of one table, encoded once, of which some may be left out again. */
export interface RowBuffer {
  readonly table: Table<never>;
  /** `era` tells apart the times in which a partition was ours. Throws when the row cannot be encoded; nothing of it stays then. */
  add(row: unknown, position: LogPosition, era: number): void;
  /** Adds up all columns: not to be asked for with each row. */
  readonly bytes: number;
  /** The rows for which `keep` holds. Good until a row is added or all are forgotten. */
  select(keep: Keep): Selection;
  /** Forgets all rows and keeps their room, so that it need not be asked of the system once more. */
  clear(): void;
}

/** Makes a writer of rows with these columns. */
export type CreateRows = (types: Readonly<Record<string, string>>) => NativeRows;

export const createRowBuffer = (table: Table<never>, createRows: CreateRows): RowBuffer => {
  const write = table.write as (out: Parameters<typeof table.write>[0], row: unknown) => void;
  const columns = createRows({ ...table.columns, ...LOG_COLUMNS });
  let positions: LogPosition[] = [];
  let eras: number[] = [];

  return {
    table,
    add: (row, position, era) => {
      columns.add((out) => {
        write(out, row);
        writePosition(out, position);
      });
      positions.push(position);
      eras.push(era);
    },
    get bytes() {
      return columns.bytes;
    },
    select: (keep) => {
      const kept = new Uint8Array(positions.length);
      const lastOffsets = new Map<number, number>();
      let count = 0;
      for (const [index, { partition, offset }] of positions.entries()) {
        if (!keep(partition, offset, eras[index] ?? 0)) continue;
        kept[index] = 1;
        count += 1;
        if (offset > (lastOffsets.get(partition) ?? -1)) lastOffsets.set(partition, offset);
      }
      if (count === 0) return { count, block: [], lastOffsets };
      return { count, block: columns.block(count === positions.length ? undefined : kept), lastOffsets };
    },
    clear: () => {
      columns.clear();
      positions = [];
      eras = [];
    },
  };
};
