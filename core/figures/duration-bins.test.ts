import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binOf, quantilesOf } from './duration-bins.ts';

const duration = fc.integer({ min: 1_000, max: 7 * 24 * 3_600_000 });

const binsOf = (durations: readonly number[]) => {
  const bins = new Map<number, number>();
  for (const one of durations) bins.set(binOf(one), (bins.get(binOf(one)) ?? 0) + 1);
  return bins;
};

/** As the sketch's authors define it: the value at rank q (n − 1). */
const exact = (durations: readonly number[], quantile: number): number =>
  durations.toSorted((a, b) => a - b)[Math.floor(quantile * (durations.length - 1))] ?? 0;

test('quantiles lie within 1 % of a value that was put in, whatever was put in', () => {
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (durations) => {
      const { p50, p90, p99 } = quantilesOf(binsOf(durations));
      for (const [got, quantile] of [
        [p50, 0.5],
        [p90, 0.9],
        [p99, 0.99],
      ] as const) {
        const wanted = exact(durations, quantile);
        // Half a millisecond is the rounding's.
        expect(Math.abs(got - wanted)).toBeLessThanOrEqual(wanted * 0.0101 + 0.5);
      }
      expect(p50).toBeLessThanOrEqual(p90);
      expect(p90).toBeLessThanOrEqual(p99);
    }),
  );
});

test('no bins have no quantiles, and what is no duration is bounded', () => {
  expect(quantilesOf(new Map())).toEqual({ p50: 0, p90: 0, p99: 0 });
  expect(binOf(0)).toBe(binOf(1_000));
  expect(binOf(-5)).toBe(binOf(1_000));
  expect(binOf(1e15)).toBe(binOf(7 * 24 * 3_600_000));
});
