import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracyBps } from './accuracy.ts';

test.each([
  [999_500_000n, 999_500_000n, 0],
  [999_400_050n, 999_500_000n, -1],
  [999_599_950n, 999_500_000n, 1],
  [0n, 1_000n, -10_000],
  [2_000n, 1_000n, 10_000],
  [999_999_999_999n, 1_000_000_000_000n, -0.01],
])('%s delivered of %s promised is %d bps', (delivered, promised, bps) => {
  expect(accuracyBps(delivered, promised)).toBe(bps);
});

test('0 says to the base unit, the sign says which way, and nothing can be said against nothing', () => {
  const amount = fc.bigInt({ min: 1n, max: (1n << 256n) - 1n });
  fc.assert(
    fc.property(amount, amount, (delivered, promised) => {
      const bps = accuracyBps(delivered, promised);
      expect(Math.sign(bps ?? Number.NaN)).toBe(delivered === promised ? 0 : delivered > promised ? 1 : -1);
    }),
  );
  expect(accuracyBps(5n, 5n)).toBe(0);
  expect(accuracyBps(5n, 0n)).toBeNull();
});
