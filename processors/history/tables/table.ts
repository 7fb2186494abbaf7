import type { RowWriter } from '#platform/clickhouse/row-writer.ts';

/** Where a row's message lies in the log. */
export interface LogPosition {
  readonly partition: number;
  readonly generation: number;
  readonly offset: number;
}

/** How rows of one kind are written: the columns in order, and the values in the same order. */
export interface Table<Row> {
  readonly name: string;
  /** Name and type of each column, as they are sent; `log_*` come after them. */
  readonly columns: Readonly<Record<string, string>>;
  write(out: RowWriter, row: Row): void;
}

/** Columns that every table ends with. */
export const LOG_COLUMNS: Readonly<Record<string, string>> = {
  log_partition: 'UInt16',
  log_generation: 'UInt16',
  log_offset: 'UInt64',
};

export const writePosition = (out: RowWriter, { partition, generation, offset }: LogPosition): void => {
  out.u16(partition);
  out.u16(generation);
  out.u64(offset);
};
