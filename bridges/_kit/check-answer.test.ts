import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { checkAnswer } from './check-answer.ts';

const observedAtMs = 1_700_000_000_000;
const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };

const good: QuoteAnswer = {
  amountOut: 999_500_000n,
  minAmountOut: 999_000_000n,
  fees: [
    { kind: 'lp', asset: 'ethereum:USDC', amount: 400_000n },
    { kind: 'relayer-gas', asset: 'ethereum:USDC', amount: 200_000n },
  ],
  rebate: 100_000n,
  surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: 1n }],
  originGas: 100_000n,
  etaSeconds: { p50: 2, p90: 10 },
  limits: { min: 1n, max: 2_000_000_000n, instant: 1_500_000_000n },
  validUntilMs: observedAtMs + 30_000,
};
/** All but this much is taken. */
const leaving = (left: bigint): Partial<QuoteAnswer> => ({
  amountOut: left,
  minAmountOut: left,
  fees: [{ kind: 'swap', asset: 'ethereum:USDC', amount: question.amountIn - left }],
});
const codeOf = (answer: QuoteAnswer) => {
  const checked = checkAnswer({ question, answer, observedAtMs });
  return checked.ok ? 'ok' : checked.error.code;
};

const step = (afterSeconds: number) => ({ kind: 'claim' as const, chainId: 1, afterSeconds, gas: 100_000n });

test('a consistent answer passes as it is', () => {
  expect(checkAnswer({ question, answer: good, observedAtMs })).toEqual({ ok: true, value: good });
});

test.each<[string, Partial<QuoteAnswer>, string]>([
  ['nothing out', { amountOut: 0n }, 'MALFORMED_ANSWER'],
  ['negative out', { amountOut: -1n }, 'MALFORMED_ANSWER'],
  [
    'a negative fee that closes the sum',
    { amountOut: 1_000_000_001n, rebate: 0n, fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: -1n }] },
    'MALFORMED_ANSWER',
  ],
  ['a minimum above the amount', { minAmountOut: 999_500_001n }, 'MALFORMED_ANSWER'],
  ['a minimum in another unit', { minAmountOut: 999n }, 'MALFORMED_ANSWER'],
  ['no minimum', { minAmountOut: 0n }, 'ok'],
  ['limits the wrong way round', { limits: { min: 3n, max: 2n, instant: null } }, 'MALFORMED_ANSWER'],
  ['instant above max', { limits: { min: 1n, max: 2_000_000_000n, instant: 2_000_000_001n } }, 'MALFORMED_ANSWER'],
  ['below its own minimum', { limits: { min: 1_000_000_001n, max: null, instant: null } }, 'MALFORMED_ANSWER'],
  ['above its own maximum', { limits: { min: null, max: 999_999_999n, instant: null } }, 'MALFORMED_ANSWER'],
  ['valid for too long', { validUntilMs: observedAtMs + 30_001 }, 'MALFORMED_ANSWER'],
  ['not valid any more', { validUntilMs: observedAtMs }, 'MALFORMED_ANSWER'],
  ['valid until nobody knows', { validUntilMs: Number.NaN }, 'MALFORMED_ANSWER'],
  ['a fee in an asset of another price', { fees: [{ kind: 'lp', asset: 'ethereum:ETH', amount: 600_000n }] }, 'MALFORMED_ANSWER'],
  ['a fee in nothing listed', { fees: [{ kind: 'lp', asset: 'mars:USDC', amount: 600_000n }] }, 'MALFORMED_ANSWER'],
  ['ten times out', { amountOut: 9_995_000_000n }, 'IMPLAUSIBLE_ANSWER'],
  ['ten times out, and the sum closes', { amountOut: 9_999_500_000n, rebate: 9_000_100_000n }, 'IMPLAUSIBLE_ANSWER'],
  ['next to nothing out, and the sum closes', { ...leaving(9_999_999n), rebate: 0n }, 'IMPLAUSIBLE_ANSWER'],
  ['a hundredth out', { ...leaving(10_000_000n), rebate: 0n }, 'ok'],
  [
    'more taken than there is, and the sum closes',
    { ...leaving(-1n), amountOut: 10_000_000n, minAmountOut: 0n, rebate: 10_000_001n },
    'MALFORMED_ANSWER',
  ],
  ['an ether besides', { surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: 10n ** 18n }] }, 'ok'],
  ['more than an ether besides', { surcharges: [{ kind: 'fixed', asset: 'ethereum:ETH', amount: 10n ** 18n + 1n }] }, 'IMPLAUSIBLE_ANSWER'],
  ['a negative time', { etaSeconds: { p50: -1, p90: 2 } }, 'IMPLAUSIBLE_ANSWER'],
  ['times the wrong way round', { etaSeconds: { p50: 3, p90: 2 } }, 'IMPLAUSIBLE_ANSWER'],
  ['an endless time', { etaSeconds: { p50: 1, p90: Number.POSITIVE_INFINITY } }, 'IMPLAUSIBLE_ANSWER'],
  ['gas of a whole block', { originGas: 30_000_001n }, 'IMPLAUSIBLE_ANSWER'],
  ['a step that can be sent in time', { userSteps: [step(10)] }, 'ok'],
  ['a step after the money has come', { userSteps: [step(11)] }, 'IMPLAUSIBLE_ANSWER'],
  ['steps the wrong way round', { userSteps: [step(3), step(2)] }, 'IMPLAUSIBLE_ANSWER'],
  ['a step at no time', { userSteps: [step(Number.NaN)] }, 'IMPLAUSIBLE_ANSWER'],
  ['a step on a chain that nobody knows', { userSteps: [{ ...step(1), chainId: 5 }] }, 'IMPLAUSIBLE_ANSWER'],
  ['a step that takes a whole block', { userSteps: [{ ...step(1), gas: 30_000_001n }] }, 'IMPLAUSIBLE_ANSWER'],
])('%s', (_name, change, code) => {
  expect(codeOf({ ...good, ...change })).toBe(code);
});

test('the sum closes to the unit: any other amount out is refused', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -999_000_000n, max: 10n ** 12n }), (off) => {
      const amountOut = good.amountOut + off;
      expect(codeOf({ ...good, amountOut, minAmountOut: 0n }) === 'ok').toBe(off === 0n);
    }),
    { seed: 7 },
  );
});

test('between decimals the sum is compared in the finer ones', () => {
  const asset = (id: string, decimals: number) => ({ id, chainId: 1, symbol: 'X', address: '0x', decimals, priceId: 'usd-coin' });
  const mixed = { id: 'a>b', from: asset('bsc:USDC', 18), to: asset('ethereum:USDC', 6) };
  const answer = { ...good, rebate: 0n, limits: { min: null, max: null, instant: null }, amountOut: 1_000_000n, minAmountOut: 0n };
  const check = (amountIn: bigint, fee: bigint) =>
    checkAnswer({
      question: { corridor: mixed, amountIn },
      answer: { ...answer, fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: fee }] },
      observedAtMs,
    }).ok;
  expect(check(1_000_001n * 10n ** 12n, 1n)).toBe(true);
  expect(check(1_000_001n * 10n ** 12n + 1n, 1n)).toBe(false);
});

describe('between assets of different prices', () => {
  const unlike = (id: string, amountIn: bigint, answer: Partial<QuoteAnswer>) => {
    const asked = { corridor: corridorNamed(id), amountIn };
    const free = { ...good, fees: [], rebate: 0n, minAmountOut: 0n, limits: { min: null, max: null, instant: null } };
    const checked = checkAnswer({ question: asked, answer: { ...free, ...answer }, observedAtMs });
    return checked.ok ? 'ok' : checked.error.code;
  };
  const lp = (asset: string, amount: bigint): Partial<QuoteAnswer> => ({ fees: [{ kind: 'lp', asset, amount }] });
  const amountOut = 400_000_000_000_000n;

  test.each<[string, Partial<QuoteAnswer>, string]>([
    ['a fee of the whole amount', lp('ethereum:USDC', 1_000_000n), 'ok'],
    ['a fee above the amount', lp('ethereum:USDC', 1_000_001n), 'MALFORMED_ANSWER'],
    ['the same told on the other chain', lp('base:USDC', 1_000_001n), 'MALFORMED_ANSWER'],
    [
      'parts that come to more than the amount',
      { fees: ['lp', 'protocol'].map((kind) => ({ kind: kind as 'lp', asset: 'ethereum:USDC', amount: 500_001n })) },
      'MALFORMED_ANSWER',
    ],
    ['a fee in wei', lp('ethereum:USDC', 3_000n * 10n ** 12n), 'MALFORMED_ANSWER'],
    ['a fee of what arrives', lp('base:ETH', amountOut * 99n), 'ok'],
    ['a fee of what arrives, a million times as much', lp('base:WETH', amountOut * 10n ** 6n), 'MALFORMED_ANSWER'],
    ['more given back than arrives', { rebate: amountOut + 1n }, 'MALFORMED_ANSWER'],
    ['a fee in something else', lp('base:DAI', 10n ** 30n), 'ok'],
  ])('%s', (_name, change, code) => {
    expect(unlike('ethereum:USDC>base:ETH', 1_000_000n, { amountOut, ...change })).toBe(code);
  });

  test.each([
    ['ethereum:USDC>base:DAI', 10n ** 18n, 'ok'],
    ['ethereum:USDC>base:DAI', 16n * 10n ** 17n, 'IMPLAUSIBLE_ANSWER'],
    ['ethereum:USDC>base:DAI', 1_000_000n, 'AMOUNT_TOO_LOW'],
    ['ethereum:USDC>optimism:USDT', 1_013_654n, 'ok'],
    ['ethereum:USDC>optimism:USDT', 1_013_654n * 10n ** 12n, 'IMPLAUSIBLE_ANSWER'],
    ['ethereum:USDC>optimism:USDT', 1_013n, 'AMOUNT_TOO_LOW'],
    ['ethereum:USDC>base:ETH', 10n ** 14n, 'ok'],
    ['ethereum:USDC>base:ETH', 4n * 10n ** 14n * 10n ** 12n, 'IMPLAUSIBLE_ANSWER'],
    ['ethereum:USDC>base:ETH', 400n, 'AMOUNT_TOO_LOW'],
    ['ethereum:USDC>polygon:POL', 2n * 10n ** 18n, 'ok'],
    ['ethereum:USDC>polygon:POL', 2n * 10n ** 30n, 'IMPLAUSIBLE_ANSWER'],
  ])('%s: for 1 USDC %s is %s', (id, given, code) => {
    expect(unlike(id, 1_000_000n, { amountOut: given })).toBe(code);
  });

  test.each([
    ['ethereum:USDC>base:DAI', 10n ** 10n, 10n ** 10n],
    ['ethereum:USDC>optimism:USDT', 10n ** 10n, 1_013n],
    ['ethereum:ETH>base:USDC', 10n * 10n ** 18n, 3_000n],
  ])('%s: of what is worth thousands next to nothing cannot be right', (id, amountIn, given) => {
    expect(unlike(id, amountIn, { amountOut: given })).toBe('IMPLAUSIBLE_ANSWER');
  });
});
