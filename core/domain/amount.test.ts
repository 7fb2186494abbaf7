import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_LIMIT, amountForUsd, formatUsd, parseAmount, toUsd } from './amount.ts';

describe('reading an amount', () => {
  test.each([
    '',
    '0',
    '-1',
    '+1',
    '1.5',
    '1e9',
    '0x10',
    '01',
    ' 1',
    '١',
    'NaN',
    `1${'0'.repeat(78)}`,
    '9'.repeat(1_000_000),
    AMOUNT_LIMIT.toString(),
  ])('text %# is refused', (text) => {
    expect(parseAmount(text, '/amountIn')).toMatchObject({ ok: false, error: { code: 'INVALID_AMOUNT', pointer: '/amountIn' } });
  });

  test('every amount that a chain can hold comes back as it went in', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: AMOUNT_LIMIT - 1n }), (amount) => {
        expect(parseAmount(amount.toString(), '/a')).toEqual({ ok: true, value: amount });
      }),
    );
  });
});

describe('amounts worth some USD', () => {
  test.each([
    [1_000, 6, 1, 1_000_000_000n],
    [1_000, 6, 0.9998, 1_000_000_000n],
    [1_000, 18, 3_012.5, 330_000_000_000_000_000n],
    [100_000, 18, 3_012.5, 33_000_000_000_000_000_000n],
    [0.000001, 6, 1, 1n],
    [0.0000001, 6, 1, 1n],
  ])('%d USD at %d decimals and %d USD a unit', (usd, decimals, price, amount) => {
    expect(amountForUsd(usd, decimals, price)).toBe(amount);
  });

  test('are worth what was asked, within the rounding to two digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), fc.double({ min: 0.01, max: 1e5, noNaN: true }), (usd, price) => {
        const worth = toUsd(amountForUsd(usd, 18, price), 18, price);
        expect(Math.abs(worth - usd) / usd).toBeLessThanOrEqual(0.051);
      }),
    );
  });
});

test('a USD estimate leaves with six places, and never as NaN', () => {
  expect(formatUsd(1.5)).toBe('1.500000');
  expect(formatUsd(Number.NaN)).toBe('0.000000');
});
