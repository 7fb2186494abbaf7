import { lengthBytes } from './native-bytes.ts';
import { type NativeColumn, roomIn } from './native-column.ts';

/** Takes the values of a row, one after the other in the order of the columns, each by the name of its column's type. */
export interface RowWriter {
  u16(value: number): void;
  u32(value: number): void;
  /** A whole number below 2^53, or a bigint below 2^64. */
  u64(value: number | bigint): void;
  /** A whole number within ±2^53. Also DateTime64(3), in epoch milliseconds. */
  i64(value: number): void;
  f64(value: number): void;
  u256(value: bigint): void;
  bool(value: boolean): void;
  /** Also LowCardinality(String). */
  string(value: string | Buffer): void;
  /** Null, or what is to be written when it is not. */
  nullable<T>(value: T | null, write: (value: T) => void): void;
  array<T>(values: readonly T[], write: (value: T) => void): void;
}

const WORD_BYTES = 8;
const WORD = 64n;
const WORD_MAX = 2n ** WORD - 1n;
const HALF = 2 ** 32;
/** Shorter texts are copied letter by letter, which is quicker than asking Buffer as long as they are plain. */
const SHORT_TEXT = 64;
const PLAIN_BELOW = 128;
/** Words of a LowCardinality in one block. Bridges, corridors and codes are few; what has more is no such column. */
const WORDS_MAX = 100_000;

/** A whole number within ±2^53, in two halves: a bigint of it would cost an allocation. */
const putWhole = (column: NativeColumn, value: number): void => {
  const at = roomIn(column, WORD_BYTES);
  const high = Math.floor(value / HALF);
  column.view.setUint32(at, value - high * HALF, true);
  column.view.setInt32(at + 4, high, true);
};

/** Writes a short text whose letters are plain, or nothing and gives false. */
const putPlainText = (column: NativeColumn, text: string): boolean => {
  const { length } = text;
  const at = roomIn(column, length + 1);
  const { data } = column;
  data[at] = length;
  for (let index = 0; index < length; index += 1) {
    const letter = text.charCodeAt(index);
    if (letter >= PLAIN_BELOW) {
      data.fill(0, at, column.end);
      column.end = at;
      return false;
    }
    data[at + 1 + index] = letter;
  }
  return true;
};

const putText = (column: NativeColumn, value: string | Buffer): void => {
  if (typeof value === 'string' && value.length < SHORT_TEXT && putPlainText(column, value)) return;
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const length = lengthBytes(bytes.length);
  const at = roomIn(column, length.length + bytes.length);
  length.copy(column.data, at);
  bytes.copy(column.data, at + length.length);
};

const putWord = (column: NativeColumn, value: string): void => {
  let index = column.words.get(value);
  if (index === undefined) {
    index = column.words.size;
    if (index >= WORDS_MAX) throw new Error(`more than ${WORDS_MAX} different words`);
    column.words.set(value, index);
  }
  const at = roomIn(column, 4);
  column.view.setUint32(at, index, true);
};

/** Writes what a null is in the column that holds a Nullable's values. */
const putNothing = (column: NativeColumn): void => {
  roomIn(column, column.kind === 'string' ? 1 : column.width);
};

/** Writes rows into columns. `begin` comes before each row; `written` says how many of its columns have a value, the last perhaps in part. */
export const createRowWriter = (columns: readonly NativeColumn[]): { out: RowWriter; begin(): void; written(): number } => {
  let cursor = 0;
  /** Of a Nullable or an Array whose values are being written; else the next column takes the value. */
  let inner: NativeColumn | undefined;

  const next = (): NativeColumn => {
    if (inner !== undefined) return inner;
    const column = columns[cursor];
    if (column === undefined) throw new Error('a row has more values than columns');
    cursor += 1;
    column.mark = column.end;
    if (column.inner !== undefined) column.inner.mark = column.inner.end;
    return column;
  };
  const out: RowWriter = {
    u16: (value) => {
      const column = next();
      const at = roomIn(column, 2);
      column.view.setUint16(at, value, true);
    },
    u32: (value) => {
      const column = next();
      const at = roomIn(column, 4);
      column.view.setUint32(at, value, true);
    },
    u64: (value) => {
      const column = next();
      if (typeof value === 'number') return putWhole(column, value);
      const at = roomIn(column, WORD_BYTES);
      column.view.setBigUint64(at, value, true);
    },
    i64: (value) => putWhole(next(), value),
    f64: (value) => {
      const column = next();
      const at = roomIn(column, WORD_BYTES);
      column.view.setFloat64(at, value, true);
    },
    u256: (value) => {
      const column = next();
      const at = roomIn(column, 4 * WORD_BYTES);
      // Takes the last 64 bits of what it is given; most amounts have no others, and the rest is zero already.
      column.view.setBigUint64(at, value, true);
      if (value <= WORD_MAX) return;
      let rest = value >> WORD;
      for (let word = 1; word < 4; word += 1) {
        column.view.setBigUint64(at + word * WORD_BYTES, rest, true);
        rest >>= WORD;
      }
    },
    bool: (value) => {
      const column = next();
      const at = roomIn(column, 1);
      column.data[at] = value ? 1 : 0;
    },
    string: (value) => {
      const column = next();
      if (column.kind === 'words') putWord(column, value.toString());
      else putText(column, value);
    },
    nullable: (value, write) => {
      const column = next();
      const at = roomIn(column, 1);
      inner = column.inner;
      if (value !== null) write(value);
      else {
        column.data[at] = 1;
        putNothing(next());
      }
      inner = undefined;
    },
    array: (values, write) => {
      const column = next();
      const before = column.end === 0 ? 0 : column.view.getUint32(column.end - WORD_BYTES, true);
      inner = column.inner;
      for (const value of values) write(value);
      inner = undefined;
      putWhole(column, before + values.length);
    },
  };

  return {
    out,
    begin: () => {
      cursor = 0;
      inner = undefined;
    },
    written: () => cursor,
  };
};
