import { expect, test } from 'vitest';
import { basePauseMs, demandPauseMs, isSame } from './pace.ts';

const intervals = { intervalMs: 10_000, demandIntervalMs: 3_000 };
const looked = { books: 1 };
const quota = (left: number) => ({ questions: 64, perMs: 7_200_000, left, resetsAtMs: null });

test('a book that is looked at waits longer while its answers are alike, and never so long that it is older than ten seconds', () => {
  expect([0, 1, 2, 50].map((calm) => demandPauseMs(intervals, calm, undefined, looked))).toEqual([3_000, 6_000, 8_000, 8_000]);
});

test('a base book waits twice as long once it is calm', () => {
  expect([0, 2, 3, 50].map((calm) => basePauseMs(intervals, calm, undefined))).toEqual([10_000, 10_000, 20_000, 20_000]);
});

test('a quota is spent readily while there is much of it, slowly as it runs out, and never where nobody looks', () => {
  const waits = [64, 32, 16, 12].map((left) => demandPauseMs(intervals, 0, quota(left), looked));
  expect(waits).toEqual([8_000, 16_000, 32_000, 225_000]);
  expect(basePauseMs(intervals, 0, quota(64))).toBeNull();
});

test('a quota that would last for ever at the usual pace is spent at it, however little is left', () => {
  const ample = { questions: 10_000, perMs: 7_200_000, left: 3_000, resetsAtMs: null };
  expect(demandPauseMs(intervals, 0, ample, { books: 5 })).toBe(8_000);
});

test.each([
  [1_000_000n, 1_000_000n, true],
  [1_000_000n, 1_000_010n, true],
  [1_000_000n, 999_989n, false],
  [1_000_000n, 1_000_011n, false],
])('%s and then %s is the same: %s', (last, next, expected) => {
  expect(isSame(last, next)).toBe(expected);
});
