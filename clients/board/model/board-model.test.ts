import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { err, ok } from '#core/result.ts';
import { SAMPLE_BRIDGES, sampleRoute } from '#sdk/testing/sample-book.ts';
import { rangeOf, stepPath, WINDOW_MS, withReading } from './best-history.ts';
import { readHash, writeHash } from './board-view.ts';
import { closest, openingCorridor, rungsOf, targetsOf, worldOf } from './corridor-map.ts';
import { costPartsOf } from './cost-parts.ts';
import { fittedAmount } from './fitted-amount.ts';
import { formatAmount, formatAmountShort, plainAmount } from './format-amount.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { formatUsd } from './format-usd.ts';
import { nextCorridor } from './next-corridor.ts';
import { loneCommaOf, readAmount } from './read-amount.ts';
import { resolveLink } from './resolve-link.ts';
import { openingAmount, suggestedAmounts } from './suggested-amounts.ts';

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
        expect(readAmount(formatAmountShort(amount, decimals), decimals)).toEqual(ok(amount));
      }),
    );
  });

  test.each([
    [999_421_337n, 6, 16, '999.421337'],
    [123_456_789_123_456n, 6, 16, '123,456,789.1234'],
    [123_456_789_123_456n, 6, 11, '123,456,789'],
    [123_456_789_123_456n, 6, 10, '1.2345 × 10⁸'],
    [10n ** 30n + 1n, 6, 24, '1.0000 × 10²⁴'],
    [-12_345_678_901n, 0, 10, '−1.2345 × 10¹⁰'],
  ])('%d at %d decimals fits into %d characters as %s, and is whole beside it', (amount, decimals, room, text) => {
    const fitted = fittedAmount(amount, decimals, room);
    expect(fitted.text).toBe(text);
    expect(`${fitted.whole}${fitted.fraction && `.${fitted.fraction}`}`).toBe(text);
    expect(fitted.exact).toBe(formatAmountShort(amount, decimals));
  });

  test('in a field are plain, so that a digit more makes ten times as much', () => {
    expect(plainAmount(1_234_500_000n, 6)).toBe('1234.5');
  });

  test.each(['', '0', '-1', '1e3', '0x1', '1.2345678', 'abc', '9'.repeat(61)])('"%s" is no amount of USDC', (text) => {
    expect(readAmount(text, 6)).toEqual(err('none'));
  });

  test.each([
    ['1,5', 1_500_000n],
    ['0,500', 500_000n],
    ['1234,5', 1_234_500_000n],
    ['1234,567', 1_234_567_000n],
    ['1,', 1_000_000n],
    ['1,000', 1_000_000_000n],
    ['1,234,567.5', 1_234_567_500_000n],
    ['1\u202f000,5', 1_000_500_000n],
  ])('a comma is the point where it parts no thousands: "%s"', (text, amount) => {
    expect(readAmount(text, 6)).toEqual(ok(amount));
  });

  test.each(['1,5,5', '12,34,567', '1.000,5', '1,00.5', '1,0000,000', ',5', '1.5,'])('"%s" is not guessed at', (text) => {
    expect(readAmount(text, 6)).toEqual(err('commas'));
  });

  test('a lone comma before three digits is asked about where keypads have a comma for the point', () => {
    expect(['en-US', 'de-DE', 'fr-FR', 'pt-BR', 'ja-JP'].map(loneCommaOf)).toEqual([
      'thousands',
      'either',
      'either',
      'either',
      'thousands',
    ]);
    expect(readAmount('1,125', 6, 'either')).toEqual(err('either'));
    expect(readAmount('1,1250', 6, 'either')).toEqual(ok(1_125_000n));
    expect(readAmount('1,125.0', 6, 'either')).toEqual(ok(1_125_000_000n));
    expect(readAmount('1,125,000', 6, 'either')).toEqual(ok(1_125_000_000_000n));
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
  expect([0.000_04, -0.000_04, 0.000_06, 3.2e29].map((usd) => formatUsd(usd).replace('\u00a0', ' '))).toEqual([
    '< $0.0001',
    '> −$0.0001',
    '≈ $0.0001',
    '≈ $3.20 × 10²⁹',
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

describe('any two assets that the API lists', () => {
  const ids = ['ethereum:ETH', 'ethereum:USDC', 'base:ETH', 'base:USDC', 'polygon:POL', 'polygon:USDC'];
  const world = worldOf({
    chains: [],
    bridges: [],
    assets: ids.map((asset) => {
      const symbol = asset.split(':')[1] ?? '';
      return { asset, symbol, chainId: 1, address: '0x', decimals: symbol === 'USDC' ? 6 : 18 };
    }),
    corridors: [{ corridor: 'ethereum:USDC>base:USDC', amounts: ['100', '1000', '10000'] }],
  });

  test('can be picked, like for like first', () => {
    expect(targetsOf(world, 'ethereum:USDC')).toEqual(['base:USDC', 'polygon:USDC', 'base:ETH', 'polygon:POL', 'ethereum:ETH']);
    const shown = { from: 'ethereum:USDC', to: 'base:USDC' };
    expect(nextCorridor(world, shown, 'polygon:USDC')).toEqual({ from: 'polygon:USDC', to: 'base:USDC' });
    expect(nextCorridor(world, shown, 'base:USDC')).toEqual({ from: 'base:USDC', to: 'ethereum:USDC' });
    expect(nextCorridor(world, shown, 'ethereum:ETH')).toEqual({ from: 'ethereum:ETH', to: 'base:ETH' });
    expect(nextCorridor(world, shown, 'polygon:POL')).toEqual({ from: 'polygon:POL', to: 'base:ETH' });
  });

  test('have amounts to begin with: rungs, else those of their like, else what is worth about as much', () => {
    expect(suggestedAmounts(world, 'ethereum:USDC', 'base:USDC', 1)).toEqual(['100', '1000', '10000']);
    expect(suggestedAmounts(world, 'polygon:USDC', 'base:USDC', undefined)).toEqual(['100', '1000', '10000']);
    expect(suggestedAmounts(world, 'polygon:POL', 'base:ETH', 0.5)).toEqual(
      ['200', '2000', '20000', '200000'].map((pol) => `${pol}${'0'.repeat(18)}`),
    );
    expect(suggestedAmounts(world, 'polygon:POL', 'base:ETH', undefined)[1]).toBe(`10${'0'.repeat(18)}`);
  });

  test('open by a link; a link to anything else says what it asked for', () => {
    const open = (hash: string) => {
      const { view, unknown } = resolveLink(world, hash);
      return [`${view.from}>${view.to}@${view.amountIn}`, unknown];
    };
    expect(open('#/polygon:POL/base:USDC/7')).toEqual(['polygon:POL>base:USDC@7', undefined]);
    expect(open('#/polygon:USDC/base:USDC')).toEqual(['polygon:USDC>base:USDC@1000', undefined]);
    expect(open('')).toEqual(['ethereum:USDC>base:USDC@1000', undefined]);
    expect(open('#/garbage')).toEqual(['ethereum:USDC>base:USDC@1000', 'garbage']);
    expect(open('#/base:USDC/base:USDC/5')).toEqual(['ethereum:USDC>base:USDC@1000', 'base:USDC/base:USDC/5']);
    expect(open('#/polygon:USDC/base:USDC/1e9?weigh=fastest')).toEqual(['polygon:USDC>base:USDC@1000', 'polygon:USDC/base:USDC/1e9']);
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
