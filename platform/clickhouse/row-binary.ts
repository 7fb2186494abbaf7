const BYTES_MIN = 64 * 1024;

/** Rows in ClickHouse's format RowBinary, one value after the other in the order of the columns. */
export interface RowBinary {
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  /** A whole number below 2^53, or a bigint below 2^64. */
  u64(value: number | bigint): void;
  /** A whole number within ±2^53. Also DateTime64(3), in epoch milliseconds. */
  i64(value: number): void;
  f32(value: number): void;
  f64(value: number): void;
  u256(value: bigint): void;
  bool(value: boolean): void;
  string(value: string | Buffer): void;
  /** Whether a Nullable is null, and what to write when it is not. */
  nullable<T>(value: T | null, write: (value: T) => void): void;
  array<T>(values: readonly T[], write: (value: T) => void): void;
  /** Bytes written so far. */
  readonly length: number;
  /** Forgets what was written beyond this length. */
  rewind(length: number): void;
  /** What was written; the writer begins anew. */
  take(): Buffer;
}

const WIDE_BYTES = 32;
const WORD_BYTES = 8;
const WORD = 64n;
const HALF = 2 ** 32;
/** Shorter texts are copied letter by letter, which is quicker than asking Buffer as long as they are plain. */
const SHORT_TEXT = 64;
const PLAIN_BELOW = 128;

/** A writer whose buffer grows with what is written. */
export const createRowBinary = (): RowBinary => {
  let bytes = Buffer.allocUnsafe(BYTES_MIN);
  let view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = 0;

  /** Makes room, which may move `bytes` and `view`: ask first, then write. */
  const room = (count: number): number => {
    if (end + count > bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, end + count));
      bytes.copy(grown, 0, 0, end);
      bytes = grown;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    const at = end;
    end += count;
    return at;
  };
  const u8 = (value: number) => {
    const at = room(1);
    bytes[at] = value;
  };
  /** A whole number within ±2^53, in two halves: a bigint of it would cost an allocation. */
  const whole = (value: number) => {
    const at = room(WORD_BYTES);
    const high = Math.floor(value / HALF);
    view.setUint32(at, value - high * HALF, true);
    view.setInt32(at + 4, high, true);
  };
  const length = (value: number) => {
    let rest = value;
    while (rest > 127) {
      u8((rest & 127) | 128);
      rest >>>= 7;
    }
    u8(rest);
  };
  /** Writes a short text whose letters are plain, or nothing and gives false. */
  const plainText = (text: string): boolean => {
    const before = end;
    const at = room(text.length + 1);
    bytes[at] = text.length;
    for (let index = 0; index < text.length; index += 1) {
      const letter = text.charCodeAt(index);
      if (letter >= PLAIN_BELOW) {
        end = before;
        return false;
      }
      bytes[at + 1 + index] = letter;
    }
    return true;
  };

  return {
    u8,
    u16: (value) => {
      const at = room(2);
      view.setUint16(at, value, true);
    },
    u32: (value) => {
      const at = room(4);
      view.setUint32(at, value, true);
    },
    u64: (value) => {
      if (typeof value === 'number') return whole(value);
      const at = room(WORD_BYTES);
      view.setBigUint64(at, value, true);
    },
    i64: whole,
    f32: (value) => {
      const at = room(4);
      view.setFloat32(at, value, true);
    },
    f64: (value) => {
      const at = room(WORD_BYTES);
      view.setFloat64(at, value, true);
    },
    u256: (value) => {
      const at = room(WIDE_BYTES);
      // Takes the last 64 bits of what it is given. Most amounts fit into the first word.
      view.setBigUint64(at, value, true);
      let rest = value >> WORD;
      for (let word = at + WORD_BYTES; word < at + WIDE_BYTES; word += WORD_BYTES) {
        view.setBigUint64(word, rest, true);
        if (rest !== 0n) rest >>= WORD;
      }
    },
    bool: (value) => u8(value ? 1 : 0),
    string: (value) => {
      if (typeof value === 'string' && value.length < SHORT_TEXT && plainText(value)) return;
      const count = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
      length(count);
      const at = room(count);
      if (typeof value === 'string') bytes.write(value, at);
      else value.copy(bytes, at);
    },
    nullable: (value, write) => {
      u8(value === null ? 1 : 0);
      if (value !== null) write(value);
    },
    array: (values, write) => {
      length(values.length);
      for (const value of values) write(value);
    },
    get length() {
      return end;
    },
    rewind: (to) => {
      end = Math.min(end, to);
    },
    take: () => {
      const taken = Buffer.from(bytes.subarray(0, end));
      end = 0;
      return taken;
    },
  };
};
