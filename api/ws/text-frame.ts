import type { ServerFrame } from '#schemas/api/feed.ts';

/** RFC 6455, 5.2: final fragment of a text message. */
const FINAL_TEXT = 0x81;
const LENGTH_IN_7_BITS = 125;
const LENGTH_IN_16_BITS = 65_535;

/**
 * The bytes of a frame as they go over the wire: header and JSON in one piece, unmasked and uncompressed, so that the
 * same piece can be written to every socket.
 */
export const textFrame = (frame: ServerFrame): Buffer => {
  const text = JSON.stringify(frame);
  const length = Buffer.byteLength(text);
  if (length <= LENGTH_IN_7_BITS) {
    const bytes = Buffer.allocUnsafe(2 + length);
    bytes[0] = FINAL_TEXT;
    bytes[1] = length;
    bytes.write(text, 2);
    return bytes;
  }
  if (length <= LENGTH_IN_16_BITS) {
    const bytes = Buffer.allocUnsafe(4 + length);
    bytes[0] = FINAL_TEXT;
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
    bytes.write(text, 4);
    return bytes;
  }
  const bytes = Buffer.allocUnsafe(10 + length);
  bytes[0] = FINAL_TEXT;
  bytes[1] = 127;
  bytes.writeBigUInt64BE(BigInt(length), 2);
  bytes.write(text, 10);
  return bytes;
};
