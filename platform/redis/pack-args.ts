/** MessagePack's array, text and its length's place: the widest forms, so that lengths need not be known before what they count. */
const ARRAY_32 = 0xdd;
const TEXT_32 = 0xdb;
const HEADER_BYTES = 5;
/** UTF-8 of one UTF-16 unit, at most. */
const BYTES_A_UNIT = 3;
/** A number as text, at most. */
const NUMBER_BYTES = 24;

const roomFor = (arg: string | number | Buffer): number => {
  if (typeof arg === 'number') return HEADER_BYTES + NUMBER_BYTES;
  return HEADER_BYTES + arg.length * (typeof arg === 'string' ? BYTES_A_UNIT : 1);
};

/**
 * Many arguments of a script as one, which `cmsgpack.unpack` of Redis makes a table of strings again. An argument costs the client and the
 * server about a microsecond each when it travels by itself, and a batch of transfers has thousands.
 */
export const packArgs = (args: readonly (string | number | Buffer)[]): Buffer => {
  const packed = Buffer.allocUnsafe(args.reduce<number>((sum, arg) => sum + roomFor(arg), HEADER_BYTES));
  packed[0] = ARRAY_32;
  packed.writeUInt32BE(args.length, 1);
  let end = HEADER_BYTES;
  for (const arg of args) {
    const at = end + HEADER_BYTES;
    const bytes = typeof arg === 'object' ? arg.copy(packed, at) : packed.write(typeof arg === 'string' ? arg : String(arg), at);
    packed[end] = TEXT_32;
    packed.writeUInt32BE(bytes, end + 1);
    end = at + bytes;
  }
  return packed.subarray(0, end);
};
