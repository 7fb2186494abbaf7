/** CRC-32 (IEEE 802.3), table-driven; the feed's checksum. Kept here because browsers, which verify it, have no zlib. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of ASCII text, as an unsigned number. */
export const crc32 = (text: string): number => {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
};

/** Texts up to this length have a table of their own (4 KiB each); longer ones are shifted byte by byte. */
const TABLED_LENGTH = 128;
const BYTE = 256;
const shiftTables: (Uint32Array | undefined)[] = [];

/** What becomes of a CRC when `length` zero bytes follow. */
const shifted = (crc: number, length: number): number => {
  let value = crc;
  for (let count = 0; count < length; count += 1) value = (value >>> 8) ^ (TABLE[value & 0xff] ?? 0);
  return value;
};

/** `shifted` of every byte in each of the four places; that of a whole CRC is the sum of those of its bytes. */
const shiftTable = (length: number): Uint32Array => {
  const known = shiftTables[length];
  if (known !== undefined) return known;
  const table = Uint32Array.from({ length: 4 * BYTE }, (_, index) => shifted((index & 0xff) << (8 * (index >>> 8)), length));
  shiftTables[length] = table;
  return table;
};

/**
 * The CRC-32 of two texts in a row, from that of each and the length of the second. Its 32 bits as a signed number, which V8 keeps without
 * a box of its own; `>>> 0` gives the CRC.
 */
export const crcOfBoth = (first: number, second: number, secondLength: number): number => {
  if (secondLength > TABLED_LENGTH) return shifted(first, secondLength) ^ second;
  const table = shiftTable(secondLength);
  const lower = (table[first & 0xff] as number) ^ (table[BYTE + ((first >>> 8) & 0xff)] as number);
  const upper = (table[2 * BYTE + ((first >>> 16) & 0xff)] as number) ^ (table[3 * BYTE + (first >>> 24)] as number);
  return lower ^ upper ^ second;
};
