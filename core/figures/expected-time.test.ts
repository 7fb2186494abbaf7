import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WindowTimes } from '../domain/fill-times.ts';
import { blend, expectedTimes, FILLS_MIN, PRIOR_FILLS, telling } from './expected-time.ts';

const windowsOf = (hour: number, day: number, week: number, p50 = 4_000): readonly WindowTimes[] => [
  { window: '1h', fills: hour, p50, p90: 2 * p50, p99: 4 * p50 },
  { window: '24h', fills: day, p50: 2 * p50, p90: 3 * p50, p99: 5 * p50 },
  { window: '7d', fills: week, p50: 3 * p50, p90: 4 * p50, p99: 6 * p50 },
];

describe('which window speaks', () => {
  test.each([
    [20, 20, 20, '1h'],
    [19, 20, 900, '24h'],
    [0, 19, 19, '7d'],
    [5, 5, 5, '7d'],
    [4, 4, 4, undefined],
    [0, 0, 0, undefined],
  ])('%i, %i and %i fills: %s', (hour, day, week, window) => {
    expect(telling(windowsOf(hour, day, week))?.window).toBe(window);
  });
});

const PRIOR = { p50: 10_000, p90: 60_000, p99: 1_800_000 };

test('the worked example of docs/figures.md is what the code computes', () => {
  const page = readFileSync('docs/figures.md', 'utf8');
  const { p50, p90 } = expectedTimes({ p50: 2, p90: 10, p99: 60 }, [
    { window: '1h', fills: 6, p50: 5, p90: 9, p99: 12 },
    { window: '24h', fills: 60, p50: 6, p90: 14, p99: 40 },
    { window: '7d', fills: 400, p50: 4, p90: 11, p99: 35 },
  ]);
  expect([p50, p90]).toEqual([5, 13]);
  expect(page).toContain(`= ${p50} s`);
  expect(page).toContain(`= ${p90} s`);
});

test('one fill rules nothing, and many carry the expectation nearly all the way', () => {
  expect(expectedTimes(PRIOR, windowsOf(1, 1, 1))).toBe(PRIOR);
  expect(blend(10, 1_000, FILLS_MIN)).toBeCloseTo(10 + 990 * 0.2);
  expect(blend(10, 1_000, PRIOR_FILLS)).toBeCloseTo(505);
  expect(blend(10, 1_000, 10_000)).toBeGreaterThan(997);
});

test('what is expected lies between the prior and what was observed, and quantiles keep their order', () => {
  const time = fc.double({ min: 0, max: 1e308, noNaN: true });
  fc.assert(
    fc.property(time, time, fc.nat({ max: 1e6 }), (prior, observed, fills) => {
      const expected = blend(prior, observed, fills);
      expect(expected).toBeGreaterThanOrEqual(Math.min(prior, observed) * (1 - 1e-9));
      expect(expected).toBeLessThanOrEqual(Math.max(prior, observed) * (1 + 1e-9));
    }),
  );
  fc.assert(
    fc.property(fc.nat({ max: 100 }), fc.nat({ max: 1_000 }), fc.integer({ min: 1_000, max: 1e8 }), (hour, more, p50) => {
      const { p50: low, p90, p99 } = expectedTimes(PRIOR, windowsOf(hour, hour + more, hour + 2 * more, p50));
      expect(low).toBeLessThanOrEqual(p90);
      expect(p90).toBeLessThanOrEqual(p99);
    }),
  );
});
