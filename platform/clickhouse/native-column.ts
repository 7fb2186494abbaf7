/** Room that a column begins with; doubled whenever it is full. */
const BYTES_MIN = 4 * 1024;

const WIDTHS: Readonly<Record<string, number>> = {
  Bool: 1,
  UInt8: 1,
  UInt16: 2,
  UInt32: 4,
  UInt64: 8,
  Int64: 8,
  Float64: 8,
  "DateTime64(3, 'UTC')": 8,
  UInt256: 32,
  Int256: 32,
};

/** The values of one column, as ClickHouse's format Native lays them down. What lies beyond `end` is always zero. */
export interface NativeColumn {
  readonly type: string;
  readonly kind: 'fixed' | 'string' | 'words' | 'nullable' | 'array';
  /** Bytes of a value; 0 where values differ in length. Of `words` and `array` what is kept a value: a number of four or eight bytes. */
  readonly width: number;
  data: Buffer;
  view: DataView;
  end: number;
  /** Where the row that is being written begins, so that it can be taken back. */
  mark: number;
  /** Of a Nullable its values, of an Array its items. */
  readonly inner: NativeColumn | undefined;
  /** Of a LowCardinality what each of its words is called. */
  readonly words: Map<string, number>;
}

const insideOf = (type: string, of: string): string | undefined => (type.startsWith(`${of}(`) ? type.slice(of.length + 1, -1) : undefined);

/** An empty column. Throws on a type that the history has no use for: a bug. */
export const createColumn = (type: string): NativeColumn => {
  const make = (kind: NativeColumn['kind'], width: number, inner?: NativeColumn): NativeColumn => {
    const data = Buffer.alloc(BYTES_MIN);
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    return { type, kind, width, data, view, end: 0, mark: 0, inner, words: new Map() };
  };
  if (type === 'String') return make('string', 0);
  if (type === 'LowCardinality(String)') return make('words', 4);
  const nullable = insideOf(type, 'Nullable');
  if (nullable !== undefined) return make('nullable', 1, createColumn(nullable));
  const array = insideOf(type, 'Array');
  if (array !== undefined) return make('array', 8, createColumn(array));
  const width = WIDTHS[type];
  if (width === undefined) throw new Error(`no column of type ${type} can be written`);
  return make('fixed', width);
};

/** Makes room for `count` bytes, which may replace `data` and `view`, and gives where they begin. */
export const roomIn = (column: NativeColumn, count: number): number => {
  const at = column.end;
  const end = at + count;
  if (end > column.data.length) {
    const grown = Buffer.alloc(Math.max(column.data.length * 2, end));
    column.data.copy(grown, 0, 0, at);
    column.data = grown;
    column.view = new DataView(grown.buffer, grown.byteOffset, grown.length);
  }
  column.end = end;
  return at;
};

/** Takes back what was written since the mark. */
export const rewindColumn = (column: NativeColumn): void => {
  column.data.fill(0, column.mark, column.end);
  column.end = column.mark;
  if (column.inner !== undefined) rewindColumn(column.inner);
};

/** Forgets all values and words, and keeps the room. */
export const clearColumn = (column: NativeColumn): void => {
  column.data.fill(0, 0, column.end);
  column.end = 0;
  column.mark = 0;
  column.words.clear();
  if (column.inner !== undefined) clearColumn(column.inner);
};

/** Bytes that it takes; the words of a LowCardinality are not counted. */
export const bytesOf = (column: NativeColumn): number => column.end + (column.inner === undefined ? 0 : bytesOf(column.inner));
