import type { NativeColumn } from './native-column.ts';

/** Where the kept ones of a column's values lie; undefined keeps all. */
type Kept = Uint8Array | undefined;

/** Version of the dictionaries' layout: the words come with the block. */
const DICTIONARY_VERSION = 1n;
/** Indexes of four bytes, and words that belong to this block alone. */
const FOUR_BYTES = 2n;
const OWN_WORDS = 0x200n;

const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

/** A length as ClickHouse writes it: seven bits a byte, the lowest first. */
export const lengthBytes = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
};

export const textBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([lengthBytes(bytes.length), bytes]);
};

/** Values of equal width of which `kept` says which stay. */
const keptOf = (data: Buffer, width: number, kept: Uint8Array): Buffer => {
  const out = Buffer.alloc(kept.reduce((sum, one) => sum + one, 0) * width);
  let end = 0;
  for (const [index, one] of kept.entries()) {
    if (one === 0) continue;
    data.copy(out, end, index * width, (index + 1) * width);
    end += width;
  }
  return out;
};

/** Texts one after the other, each behind its length. */
const keptTexts = (data: Buffer, kept: Uint8Array): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  for (const one of kept) {
    const from = at;
    let length = 0;
    let factor = 1;
    for (let more = true; more; factor *= 128) {
      const byte = data[at] ?? 0;
      at += 1;
      length += (byte & 127) * factor;
      more = byte > 127;
    }
    at += length;
    if (one === 1) parts.push(data.subarray(from, at));
  }
  return Buffer.concat(parts);
};

/** Ends of the kept arrays among their kept items, and which items those are. */
const keptItems = (ends: Buffer, kept: Uint8Array, items: number): { ends: Buffer; items: Uint8Array } => {
  const out = Buffer.alloc(kept.reduce((sum, one) => sum + one, 0) * 8);
  const chosen = new Uint8Array(items);
  let from = 0;
  let row = 0;
  let sum = 0;
  for (const [index, one] of kept.entries()) {
    const end = Number(ends.readBigUInt64LE(index * 8));
    if (one === 1) {
      chosen.fill(1, from, end);
      sum += end - from;
      out.writeBigUInt64LE(BigInt(sum), row * 8);
      row += 1;
    }
    from = end;
  }
  return { ends: out, items: chosen };
};

const hasWords = (column: NativeColumn): boolean => column.kind === 'words' || (column.inner !== undefined && hasWords(column.inner));

/** What comes before the values of the outermost column. */
const prefixOf = (column: NativeColumn): readonly Buffer[] => (hasWords(column) ? [u64(DICTIONARY_VERSION)] : []);

const valuesOf = (column: NativeColumn, rows: number, kept: Kept): readonly Buffer[] => {
  const data = column.data.subarray(0, column.end);
  const { inner } = column;
  if (column.kind === 'string') return [kept === undefined ? data : keptTexts(data, kept)];
  if (column.kind === 'words') {
    const indexes = kept === undefined ? data : keptOf(data, column.width, kept);
    // A block without values has no dictionary either.
    if (indexes.length === 0) return [];
    const words = Buffer.concat([...column.words.keys()].map(textBytes));
    return [u64(FOUR_BYTES | OWN_WORDS), u64(BigInt(column.words.size)), words, u64(BigInt(indexes.length / column.width)), indexes];
  }
  if (column.kind === 'array' && inner !== undefined) {
    const items = rows === 0 ? 0 : Number(data.readBigUInt64LE((rows - 1) * 8));
    if (kept === undefined) return [data, ...valuesOf(inner, items, undefined)];
    const chosen = keptItems(data, kept, items);
    return [chosen.ends, ...valuesOf(inner, items, chosen.items)];
  }
  const own = kept === undefined ? data : keptOf(data, column.width, kept);
  return column.kind === 'nullable' && inner !== undefined ? [own, ...valuesOf(inner, rows, kept)] : [own];
};

/** A column's part of a block of the format Native: its name, its type and its values, those that are kept. */
export const columnBytes = (name: string, column: NativeColumn, rows: number, kept: Kept): readonly Buffer[] => [
  textBytes(name),
  textBytes(column.type),
  ...prefixOf(column),
  ...valuesOf(column, rows, kept),
];
