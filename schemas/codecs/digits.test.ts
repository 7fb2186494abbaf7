import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUsd } from '#core/domain/amount.ts';
import { roundScore } from '#core/ranking/rerank.ts';
import { createByteWriter } from './byte-writer.ts';
import { DIGITS_ROOM, putScore, putUsd } from './digits.ts';

type Writer = ReturnType<typeof createByteWriter>;

const writtenBy = (write: (writer: Writer) => void): string => {
  const writer = createByteWriter();
  writer.begin();
  write(writer);
  return writer.finish().toString();
};

/** Of every size there is, and those that end in or beside a half of the last place, where rounding is decided. */
const dollars = fc.oneof(
  fc.double(),
  fc.double({ min: -1e7, max: 1e7 }),
  fc
    .tuple(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), fc.constantFrom(0.5, 0.25, 0.4999, 0.5001))
    .map(([n, rest]) => (n + rest) / 1e6),
  fc.constantFrom(0, -0, -1e-9, -5e-7, 5e-7, 1e21, -1e300, 8_796_093.022_207_5, 8_796_093.022_208_5, 0.999_999_5, 999.999_999_6),
);

test('dollars read as formatUsd writes them', () => {
  fc.assert(
    fc.property(dollars, (usd) => {
      expect(writtenBy((writer) => writer.usd(usd))).toBe(formatUsd(usd));
    }),
    { numRuns: 2_000 },
  );
});

test('scores, numbers and texts read as JSON has them', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: 0, max: 100, noNaN: true }).map(roundScore),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.maxSafeInteger(),
      ),
      fc.oneof(fc.string({ unit: 'binary', maxLength: 90 }), fc.string(), fc.constantFrom('\ud800', '"', '\\', '\u007f', '\n')),
      (value, text) => {
        expect(writtenBy((writer) => writer.score(value))).toBe(JSON.stringify(value));
        expect(writtenBy((writer) => writer.number(value))).toBe(JSON.stringify(value));
        expect(writtenBy((writer) => writer.quoted(text))).toBe(JSON.stringify(text));
        expect(writtenBy((writer) => writer.text(text))).toBe(Buffer.from(text).toString());
      },
    ),
    { numRuns: 1_000 },
  );
});

test('amounts read as their decimal digits', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.bigInt({ min: -10n, max: 1n << 256n }),
        fc.bigInt({ min: (1n << 53n) - 3n, max: (1n << 53n) + 3n }),
        fc.bigInt(0n, 10n ** 17n),
      ),
      (amount) => {
        expect(writtenBy((writer) => writer.amount(amount))).toBe(amount.toString());
      },
    ),
  );
});

test('what the ranking publishes takes the short way', () => {
  const bytes = new Uint8Array(DIGITS_ROOM);
  for (const score of [0, 0.0001, 12.3, 99.9999, 100]) expect(putScore(bytes, 0, score)).toBe(String(score).length);
  for (const usd of [0, 0.123_456_7, 1_000_000.1, -3.25]) expect(putUsd(bytes, 0, usd)).toBe(usd.toFixed(6).length);
});

test('a book that is larger than a page is whole, and those that were given out before it stay', () => {
  const writer = createByteWriter();
  const books = Array.from({ length: 12 }, (_, index) => {
    writer.begin();
    const repeated = String(index % 10).repeat(index % 4 === 3 ? 7_000 : 600);
    for (let piece = 0; piece < 20; piece += 1) writer.text(repeated);
    return { book: writer.finish(), text: repeated.repeat(20) };
  });
  for (const { book, text } of books) expect(book.toString()).toBe(text);
});
