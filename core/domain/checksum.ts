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

/** However deep a book is, its first ten routes are what the checksum covers. */
const ROUTES_COVERED = 10;

interface Covered {
  readonly routeId: string;
  readonly amountOut: string | bigint;
}

/** A route's share of what the checksum is taken over. */
export const coveredText = ({ routeId, amountOut }: Covered): string => `${routeId}:${amountOut}`;

/** What the checksum is taken over: the shares of the first ten routes, joined by `|`. */
export const joinCovered = (shares: readonly string[]): string =>
  (shares.length > ROUTES_COVERED ? shares.slice(0, ROUTES_COVERED) : shares).join('|');

/** The checksum of the routes that a subscriber holds: CRC-32 of their shares. */
export const bookChecksum = (routes: readonly Covered[]): number => crc32(joinCovered(routes.map(coveredText)));
