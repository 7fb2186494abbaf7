import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jittered } from './jitter.ts';
import { createQuoteIds } from './quote-id.ts';
import { readBook } from './read-book.ts';
import { fullBucket, nextTokenAtMs, refill, take } from './token-bucket.ts';

test('quote ids are unique and sort as they were made', () => {
  let nowMs = 1_700_000_000_000;
  const newId = createQuoteIds('abcd', () => nowMs);
  const ids = Array.from({ length: 5_000 }, (_, at) => {
    nowMs += at % 3;
    return newId();
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});

test('an interval varies by a tenth, and always the same way', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 100, max: 1e6 }), (seed, interval) => {
      const length = jittered(interval, seed);
      expect(length).toBe(jittered(interval, seed));
      expect(Math.abs(length - interval)).toBeLessThanOrEqual(interval * 0.1 + 1);
    }),
    { seed: 3 },
  );
});

test('intervals of different questions differ', () => {
  const lengths = new Set(Array.from({ length: 100 }, (_, at) => jittered(10_000, `across|x@${at}`)));
  expect(lengths.size).toBeGreaterThan(80);
});

test.each([
  ['ethereum:USDC>arbitrum:USDC@1000', 'ethereum:USDC>arbitrum:USDC@1000'],
  ['ethereum:USDC>arbitrum:USDC@0', undefined],
  ['ethereum:USDC>arbitrum:USDC@-1', undefined],
  ['ethereum:USDC>arbitrum:USDC@1e9', undefined],
  [`ethereum:USDC>arbitrum:USDC@${'9'.repeat(100)}`, undefined],
  ['ethereum:USDC>mars:USDC@1', undefined],
  ['@1', undefined],
  ['', undefined],
  ['garbage', undefined],
])('demand %j is the book %j', (key, expected) => {
  expect(readBook(key)).toBe(expected);
});

test('a bucket gives its burst, then its rate, and a clock that goes back gives nothing', () => {
  const rate = { perSecond: 10, burst: 3 };
  let bucket = fullBucket(rate, 1_000);
  for (let count = 0; count < 3; count += 1) bucket = take(bucket) ?? expect.unreachable();
  expect(take(bucket)).toBeUndefined();
  expect(nextTokenAtMs(bucket, rate)).toBe(1_100);
  expect(take(refill(bucket, rate, 1_099))).toBeUndefined();
  expect(take(refill(bucket, rate, 500))).toBeUndefined();
  expect(take(refill(bucket, rate, 1_100))).toBeDefined();
  expect(refill(bucket, rate, 1_000_000).tokens).toBe(3);
});
