import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookChecksum, crc32 } from './checksum.ts';

test('agrees with zlib on any ASCII text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => crc32(text) === zlibCrc32(text)));
});

test('covers the first ten routes and is the CRC of the empty string for an empty book', () => {
  const routes = Array.from({ length: 12 }, (_, index) => ({ routeId: `r${index}`, amountOut: String(index) }));
  expect(bookChecksum(routes)).toBe(bookChecksum(routes.slice(0, 10)));
  expect(bookChecksum(routes)).not.toBe(bookChecksum(routes.slice(0, 9)));
  expect(bookChecksum([])).toBe(0);
});
