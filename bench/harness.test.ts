import { expect, test } from 'vitest';
import { meets, quantile, ratioOf } from './harness.ts';

test('a measurement meets its budget and its ratio, or fails by either', () => {
  const measured = { what: 'x', unit: 'ms' as const, value: 4, baseline: { what: 'bare', value: 2 } };
  expect(ratioOf(measured)).toBe(2);
  expect(meets(measured)).toBeUndefined();
  expect(meets({ ...measured, budget: { atMost: 5 }, ratioBudget: { atMost: 2.5 } })).toBe(true);
  expect(meets({ ...measured, budget: { atMost: 3 } })).toBe(false);
  expect(meets({ ...measured, budget: { atMost: 5 }, ratioBudget: { atMost: 1.5 } })).toBe(false);
});

test('quantiles come from the sorted samples', () => {
  expect(quantile([3, 1, 2, 4], 0.5)).toBe(3);
  expect(quantile([3, 1, 2, 4], 0.99)).toBe(4);
});
