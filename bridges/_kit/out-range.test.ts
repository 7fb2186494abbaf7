import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ASSETS } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { outRange } from './out-range.ts';
import { RUNS, SEED } from './testing/property-runs.ts';

test('whatever may arrive of an amount, twelve digits more or fewer may not', () => {
  const wei = 10n ** 12n;
  fc.assert(
    fc.property(fc.constantFrom(...ASSETS), fc.constantFrom(...ASSETS), fc.bigInt({ min: 1n, max: 10n ** 9n }), (from, to, whole) => {
      const range = outRange({ corridor: corridorOf(from, to), amountIn: whole * 10n ** BigInt(from.decimals) });
      expect(range).toBeDefined();
      const { least, most } = range ?? { least: 0n, most: 0n };
      expect(least * wei).toBeGreaterThan(most);
      expect(most / wei).toBeLessThan(least);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

test('of one price from a hundredth to a twentieth more, in the decimals of what arrives', () => {
  const question = { corridor: corridorNamed('ethereum:ETH>base:WETH'), amountIn: 10n ** 18n };
  expect(outRange(question)).toEqual({ least: 10n ** 16n, most: 105n * 10n ** 16n });
});

test('nothing is known of what the registry does not list', () => {
  const { from, to } = corridorNamed('ethereum:USDC>base:USDC');
  expect(outRange({ corridor: corridorOf({ ...from, priceId: 'unlisted:x' }, to), amountIn: 1n })).toBeUndefined();
});
