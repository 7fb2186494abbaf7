import type { RowBinary } from '#platform/clickhouse/row-binary.ts';
import { type LogPosition, type Table, writePosition } from './tables/table.ts';

type Keep = (partition: number, offset: number, era: number) => boolean;

export interface Selection {
  readonly count: number;
  /** RowBinary, in the order in which the rows came. */
  readonly rows: Buffer;
  /** The last offset of each partition among them. */
  readonly lastOffsets: ReadonlyMap<number, number>;
}

/** Rows of one table, encoded once, of which some may be left out again. */
export interface RowBuffer {
  /** `era` tells apart the times in which a partition was ours. Throws when the row cannot be encoded; nothing of it stays then. */
  add(row: unknown, position: LogPosition, era: number): void;
  readonly bytes: number;
  /** No more rows are added. */
  seal(): void;
  /** The rows for which `keep` holds. Only after `seal`. */
  select(keep: Keep): Selection;
}

export const createRowBuffer = (table: Table<never>, out: RowBinary): RowBuffer => {
  const write = table.write as (out: RowBinary, row: unknown) => void;
  const partitions: number[] = [];
  const offsets: number[] = [];
  const eras: number[] = [];
  const ends: number[] = [];
  let sealed: Buffer | undefined;

  return {
    add: (row, position, era) => {
      const before = out.length;
      try {
        write(out, row);
        writePosition(out, position);
      } catch (error) {
        out.rewind(before);
        throw error;
      }
      partitions.push(position.partition);
      offsets.push(position.offset);
      eras.push(era);
      ends.push(out.length);
    },
    get bytes() {
      return sealed?.length ?? out.length;
    },
    seal: () => {
      sealed ??= out.take();
    },
    select: (keep) => {
      const bytes = sealed ?? Buffer.alloc(0);
      const slices: Buffer[] = [];
      const lastOffsets = new Map<number, number>();
      let count = 0;
      let from = 0;
      for (let index = 0; index <= ends.length; index += 1) {
        const partition = partitions[index] ?? 0;
        const offset = offsets[index] ?? 0;
        const start = ends[index - 1] ?? 0;
        if (index < ends.length && keep(partition, offset, eras[index] ?? 0)) {
          count += 1;
          lastOffsets.set(partition, Math.max(offset, lastOffsets.get(partition) ?? offset));
          continue;
        }
        // A run of kept rows ends here.
        if (start > from) slices.push(bytes.subarray(from, start));
        from = ends[index] ?? start;
      }
      return { count, rows: slices.length === 1 ? (slices[0] ?? bytes) : Buffer.concat(slices), lastOffsets };
    },
  };
};
