import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniform, wander } from './noise.ts';

test('a walk stays within -1 to 1, and its name and step alone decide it', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(10_000_000), fc.integer({ min: 1, max: 500 }), (key, step, pace) => {
      const value = wander(key, step, pace);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(wander(key, step, pace)).toBe(value);
    }),
  );
});

test('a walk has no jumps: a step is small against its pace', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1_000_000), (key, step) => {
      expect(Math.abs(wander(key, step + 1, 20) - wander(key, step, 20))).toBeLessThan(0.1);
    }),
  );
});

test('a walk wanders, and another name goes another way', () => {
  const steps = Array.from({ length: 500 }, (_, index) => index * 20);
  const [one = [], other = []] = ['one', 'other'].map((key) => steps.map((step) => wander(key, step, 20)));
  expect(Math.max(...one)).toBeGreaterThan(0.3);
  expect(Math.min(...one)).toBeLessThan(-0.3);
  expect(one).not.toEqual(other);
});

test('uniform numbers spread evenly', () => {
  const values = Array.from({ length: 4_000 }, (_, index) => uniform(`key ${index}`));
  for (const edge of [0.1, 0.25, 0.5, 0.75, 0.9]) {
    expect(values.filter((value) => value < edge).length / values.length).toBeCloseTo(edge, 1);
  }
});
