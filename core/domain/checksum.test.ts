import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookChecksum, checksumWith, coveredText } from './checksum.ts';
import { crc32, crcOfBoth } from './crc32.ts';

test('agrees with zlib on any ASCII text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => crc32(text) === zlibCrc32(text)));
});

test('the CRC of two texts in a row follows from that of each', () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
  fc.assert(
    fc.property(text, text, (first, second) => crcOfBoth(crc32(first), crc32(second), second.length) >>> 0 === zlibCrc32(first + second)),
  );
});

test('shares come to the checksum of their routes', () => {
  const route = fc.record({ routeId: fc.stringMatching(/^[a-z0-9-]{1,60}$/), amountOut: fc.bigInt({ min: 0n, max: 1n << 256n }) });
  const oneByOne = (routes: readonly { routeId: string; amountOut: bigint }[]): number =>
    routes.map(coveredText).reduce((checksum, text, index) => checksumWith(checksum, index, crc32(text), text.length), 0) >>> 0;
  fc.assert(fc.property(fc.array(route, { maxLength: 13 }), (routes) => oneByOne(routes) === bookChecksum(routes)));
});

test('covers the first ten routes and is the CRC of the empty string for an empty book', () => {
  const routes = Array.from({ length: 12 }, (_, index) => ({ routeId: `r${index}`, amountOut: String(index) }));
  expect(bookChecksum(routes)).toBe(bookChecksum(routes.slice(0, 10)));
  expect(bookChecksum(routes)).not.toBe(bookChecksum(routes.slice(0, 9)));
  expect(bookChecksum([])).toBe(0);
});
