import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { checkAnswer } from './check-answer.ts';

const observedAtMs = 1_700_000_000_000;
const corridor = corridorById('ethereum:USDC>arbitrum:USDC');
if (corridor === undefined) throw new Error('no corridor');
const question = { corridor, amountIn: 1_000_000_000n };

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
