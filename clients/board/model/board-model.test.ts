import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLE_BRIDGES, sampleRoute } from '#sdk/testing/sample-book.ts';
import { rangeOf, stepPath, WINDOW_MS, withReading } from './best-history.ts';
import { readHash, writeHash } from './board-view.ts';
import { closest, openingAmount, openingCorridor, rungsOf, worldOf } from './corridor-map.ts';
import { costPartsOf } from './cost-parts.ts';
import { formatAmount, formatAmountShort, readAmount } from './format-amount.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { formatUsd } from './format-usd.ts';

describe('amounts', () => {
  test.each([
    [999_421_337n, 6, '999.421337'],
    [1_000_000_000_000n, 6, '1,000,000.000000'],
    [1n, 18, '0.000000'],
    [330_000_000_000_000_001n, 18, '0.330000'],
    [-1_203_400n, 6, '−1.203400'],
    [42n, 0, '42'],
  ])('%d at %d decimals reads %s', (amount, decimals, text) => {
    expect(formatAmount(amount, decimals)).toBe(text);
  });

  test('what is written in full is read back to the base unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 40n }), fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        expect(readAmount(formatAmountShort(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });

  test.each(['', '0', '-1', '1e3', '0x1', '1.2345678', 'abc', '9'.repeat(61)])('"%s" is no amount of USDC', (text) => {
    expect(readAmount(text, 6)).toBeUndefined();
  });
});

test('estimates and times read as people write them', () => {
  expect([0, 0.0123, 0.58, 1_234.5, -2].map((usd) => formatUsd(usd).replace('\u00a0', ' '))).toEqual([
    '≈ $0',
    '≈ $0.0123',
    '≈ $0.58',
    '≈ $1,234.50',
    '≈ −$2.00',
  ]);
  expect([2.4, 4, 59.6, 95, 900, 7_800].map(formatDuration)).toEqual(['2.4 s', '4 s', '1 min', '1 min 35 s', '15 min', '2 h 10 min']);
  expect([86_400, 604_800, 608_400].map(formatDuration)).toEqual(['24 h', '7 d', '7 d 1 h']);
  expect([-5, 2_440, 31_000].map(formatAge)).toEqual(['0.0 s', '2.4 s', '31 s']);
});

describe('the link to a view', () => {
  test('brings back what it was made of', () => {
    const weight = fc.integer({ min: 0, max: 100 });
    const weights = fc.record({ cost: fc.integer({ min: 1, max: 100 }), speed: weight, reliability: weight, liquidity: weight });
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom('best' as const, 'fastest' as const), weights), (weighing) => {
        const view = { from: 'ethereum:USDC', to: 'base:0xAb', amountIn: '1000', weighing };
        expect(readHash(writeHash(view))).toEqual(view);
      }),
    );
  });

  test.each(['', '#', '#/%', '#/a', '#/a/b/-1?weigh=1-2', '#/a/b/1e9?weigh=0-0-0-0', '#/a/b/1?weigh=constructor'])(
    '%s is read without harm',
    (hash) => {
      expect(readHash(hash).weighing).toBe('best');
    },
  );
});

test('a cost taken apart adds up to the whole, rebates and price differences included', () => {
  const question = { from: 'ethereum:USDC', to: 'base:USDC', amountIn: 10n ** 9n, nowMs: 0, priceUsd: 1, decimals: 6 };
  for (const bridge of SAMPLE_BRIDGES) {
    const route = sampleRoute({ ...question, bridge, random: () => 0.3 });
    const odd = {
      ...route,
      costUsd: String(Number(route.costUsd) - 0.2),
      cost: { ...route.cost, feesUsd: String(Number(route.cost.feesUsd) - 0.2) },
    };
    for (const each of [route, odd]) {
      const whole = costPartsOf(each).reduce((sum, { usd }) => sum + usd, 0);
      expect(whole).toBeCloseTo(Number(each.costUsd), 3);
    }
  }
});

describe('corridors', () => {
  const world = worldOf({
    chains: [],
    assets: [],
    bridges: [],
    corridors: [
      { corridor: 'base:USDC>ethereum:USDC', amounts: ['1000', '100', '10000'] },
      { corridor: 'base:WETH>ethereum:WETH', amounts: [] },
    ],
  });

  test('list their rungs smallest first, and open with one that is listed', () => {
    expect(rungsOf(world, 'base:USDC', 'ethereum:USDC')).toEqual(['100', '1000', '10000']);
    expect(rungsOf(world, 'ethereum:USDC', 'base:USDC')).toBeUndefined();
    expect(openingCorridor(world)).toEqual({ from: 'base:USDC', to: 'ethereum:USDC' });
    expect(openingAmount(['100', '1000'])).toBe('1000');
  });

  test('keep as much as they can of what was chosen', () => {
    const candidates = ['base:WETH', 'base:USDC', 'arbitrum:USDC'];
    expect(closest(candidates, { slug: 'base', symbol: 'USDC' })).toBe('base:USDC');
    expect(closest(candidates, { slug: 'base', symbol: 'DAI' })).toBe('base:WETH');
    expect(closest(candidates, { slug: 'polygon', symbol: 'USDC' })).toBe('base:USDC');
    expect(closest([], { slug: 'a', symbol: 'b' })).toBeUndefined();
  });
});

describe('the history of the best amount', () => {
  const add = (...readings: [number, bigint | null][]) =>
    readings.reduce<ReturnType<typeof withReading>>((held, [atMs, amountOut]) => withReading(held, { atMs, amountOut }), []);

  test('keeps changes alone, and lets go of what left the window', () => {
    expect(add([0, 5n], [1_000, 5n], [2_000, 6n])).toHaveLength(2);
    expect(add([0, 5n], [1_000, 6n], [WINDOW_MS + 2_000, 7n]).map(({ atMs }) => atMs)).toEqual([1_000, WINDOW_MS + 2_000]);
  });

  test('draws a step line with a gap where nothing was known, without losing digits', () => {
    const large = 10n ** 30n;
    const readings = add([0, large], [WINDOW_MS / 4, null], [WINDOW_MS / 2, large + 1n]);
    expect(rangeOf(readings)).toEqual({ low: large, high: large + 1n });
    expect(stepPath(readings, WINDOW_MS)).toBe('M0.00 92.00H25.00M50.00 8.00H100.00');
    expect(stepPath([], 0)).toBe('');
  });
});
