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
const WORD = 64n;
const MASK = (1n << WORD) - 1n;

/** A writer whose buffer grows with what is written. */
export const createRowBinary = (): RowBinary => {
  let bytes = Buffer.allocUnsafe(BYTES_MIN);
  let end = 0;

  /** Makes room, which may move `bytes`: ask first, then write. */
  const room = (count: number): number => {
    if (end + count > bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, end + count));
      bytes.copy(grown, 0, 0, end);
      bytes = grown;
    }
    const at = end;
    end += count;
    return at;
  };
  const u8 = (value: number) => {
    const at = room(1);
    bytes[at] = value;
  };
  const u64 = (value: number | bigint) => {
    const at = room(8);
    if (typeof value === 'bigint') bytes.writeBigUInt64LE(value, at);
    else {
      bytes.writeUInt32LE(value >>> 0, at);
      bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
    }
  };
  const length = (value: number) => {
    let rest = value;
    while (rest > 127) {
      u8((rest & 127) | 128);
      rest >>>= 7;
    }
    u8(rest);
  };

  return {
    u8,
    u16: (value) => {
      const at = room(2);
      bytes.writeUInt16LE(value, at);
    },
    u32: (value) => {
      const at = room(4);
      bytes.writeUInt32LE(value, at);
    },
    u64,
    i64: (value) => {
      const at = room(8);
      bytes.writeBigInt64LE(BigInt(value), at);
    },
    f32: (value) => {
      const at = room(4);
      bytes.writeFloatLE(value, at);
    },
    f64: (value) => {
      const at = room(8);
      bytes.writeDoubleLE(value, at);
    },
    u256: (value) => {
      const at = room(WIDE_BYTES);
      bytes.fill(0, at, at + WIDE_BYTES);
      // Most amounts fit into the first word.
      let rest = value;
      for (let word = at; rest !== 0n; word += 8) {
        bytes.writeBigUInt64LE(rest > MASK ? rest & MASK : rest, word);
        rest = rest > MASK ? rest >> WORD : 0n;
      }
    },
    bool: (value) => u8(value ? 1 : 0),
    string: (value) => {
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
