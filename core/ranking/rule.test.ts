import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDecimals } from './rule.ts';

test('decimals are those of toFixed, halves and numbers beside them too', () => {
  const value = fc.oneof(
    fc.double({ min: -10, max: 1e9, noNaN: true }),
    fc.nat(2_000_000).map((units) => units / 10_000),
    fc.constantFrom(0, -0, 0.005, 0.05, 1.005, 0.25, 99.95, 9_999.995),
  );
  fc.assert(
    fc.property(value, fc.constantFrom(1 as const, 2 as const), (number, digits) => {
      expect(withDecimals(number, digits)).toBe(number.toFixed(digits));
    }),
    { numRuns: 2_000 },
  );
});
