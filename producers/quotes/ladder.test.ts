import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseBooks, baseCorridors, ladder } from './ladder.ts';

test('base corridors join chains that have the asset, in both directions', () => {
  const ids = baseCorridors({ symbols: ['USDC', 'ETH'], chains: ['ethereum', 'polygon', 'base'] }).map(({ id }) => id);
  expect(ids).toHaveLength(6 + 2);
  expect(ids).toContain('polygon:USDC>base:USDC');
  expect(ids).toContain('base:ETH>ethereum:ETH');
});

const corridors = baseCorridors({ symbols: ['USDC', 'ETH'], chains: ['ethereum', 'base'] });
const rungsUsd = [100, 1_000, 10_000];
const at = (ether: number, before: ReadonlyMap<string, readonly bigint[]> = new Map()) =>
  ladder({
    corridors,
    rungsUsd,
    prices: new Map([
      ['usd-coin', 1],
      ['ethereum', ether],
    ]),
    before,
  });
const etherAmounts = (base: ReturnType<typeof at>) => base.find(({ corridor }) => corridor === 'base:ETH>ethereum:ETH')?.amounts;

test('rungs are worth their USD, with two digits', () => {
  const books = baseBooks(at(3_000));
  expect(books).toContain('ethereum:USDC>base:USDC@100000000');
  expect(etherAmounts(at(3_000))).toEqual([33n * 10n ** 15n, 33n * 10n ** 16n, 33n * 10n ** 17n]);
});

test('a corridor without a price has no rungs', () => {
  const base = ladder({ corridors, rungsUsd, prices: new Map([['usd-coin', 1]]), before: new Map() });
  expect(base.map(({ corridor }) => corridor)).toEqual(['ethereum:USDC>base:USDC', 'base:USDC>ethereum:USDC']);
});

test('a price that trembles does not make new books', () => {
  fc.assert(
    fc.property(fc.double({ min: 500, max: 9_000, noNaN: true }), fc.double({ min: -0.009, max: 0.009, noNaN: true }), (price, tremble) => {
      const first = at(price);
      const before = new Map(first.map(({ corridor, amounts }) => [corridor, amounts]));
      expect(etherAmounts(at(price * (1 + tremble), before))).toEqual(etherAmounts(first));
    }),
    { seed: 5 },
  );
});

test('a price that moves by a fifth does', () => {
  const before = new Map(at(3_000).map(({ corridor, amounts }) => [corridor, amounts]));
  expect(etherAmounts(at(3_600, before))).not.toEqual(etherAmounts(at(3_000)));
});
