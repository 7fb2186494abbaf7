import { columnBytes, lengthBytes } from './native-bytes.ts';
import { bytesOf, clearColumn, createColumn, rewindColumn } from './native-column.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';

/**
 * Rows on their way into a table, kept by columns as ClickHouse's format Native has them: the engine takes such a block in as it lies,
 * where RowBinary has it read each value by itself, at twice the cost of a row.
 */
export interface NativeRows {
  /** Writes a row by `write`. Nothing of it stays when that throws. */
  add(write: (out: RowWriter) => void): void;
  readonly rows: number;
  readonly bytes: number;
  /** The block as it is sent, less the rows that `kept` marks with 0; the engine takes none without rows. Good until a row is added or all are forgotten. */
  block(kept?: Uint8Array): readonly Buffer[];
  /** Forgets all rows and keeps the room that they took. */
  clear(): void;
}

/** A writer for a table's columns: name and type of each, in order. */
export const createNativeRows = (types: Readonly<Record<string, string>>): NativeRows => {
  const names = Object.keys(types);
  const columns = Object.values(types).map(createColumn);
  const writer = createRowWriter(columns);
  let rows = 0;

  return {
    add: (write) => {
      writer.begin();
      try {
        write(writer.out);
        if (writer.written() !== columns.length) throw new Error(`a row has ${writer.written()} values for ${columns.length} columns`);
      } catch (error) {
        for (const column of columns.slice(0, writer.written())) rewindColumn(column);
        throw error;
      }
      rows += 1;
    },
    get rows() {
      return rows;
    },
    get bytes() {
      return columns.reduce((sum, column) => sum + bytesOf(column), 0);
    },
    block: (kept) => {
      const count = kept === undefined ? rows : kept.reduce((sum, one) => sum + one, 0);
      return [
        lengthBytes(columns.length),
        lengthBytes(count),
        ...columns.flatMap((column, index) => columnBytes(names[index] ?? '', column, rows, kept)),
      ];
    },
    clear: () => {
      for (const column of columns) clearColumn(column);
      rows = 0;
    },
  };
};
