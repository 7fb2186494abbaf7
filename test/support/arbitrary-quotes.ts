import fc from 'fast-check';
import { corridorById } from '#core/domain/corridor.ts';
import { FAILURE_CODES, type FailureCode, type QuoteAnswer, type QuoteEvent, type QuoteFailure } from '#core/domain/quote.ts';
import { USER_STEP_KINDS, type UserStep } from '#core/domain/user-step.ts';

/** What property tests of quotes draw from: sensible amounts mostly, absurd ones now and then. */

export const CORRIDOR = corridorById('ethereum:USDC>arbitrum:USDC')!;
export const AMOUNT_IN = 1_000_000_000n;
/** A moment around which the quotes of a test are observed. */
export const AT_MS = 1_800_000_000_000;

export const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 900_000_000n, max: 1_000_000_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }) },
);

const limit = fc.option(fc.oneof(fc.bigInt({ min: 0n, max: 10_000_000_000n }), fc.bigInt({ min: 1n << 200n, max: (1n << 256n) - 1n })), {
  nil: null,
});

const eta = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 3_000, max: 200_000 }), fc.constant(1e308));

/** Now and then the user has more to send; the books of these tests know the gas of chain 1 alone. */
const userSteps: fc.Arbitrary<UserStep[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<UserStep[]>([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({
        kind: fc.constantFrom(...USER_STEP_KINDS),
        chainId: fc.constant(1),
        afterSeconds: fc.integer({ min: 0, max: 700_000 }),
        gas: fc.bigInt({ min: 0n, max: 2_000_000n }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

export const answer: fc.Arbitrary<QuoteAnswer> = fc
  .record({
    out: amount,
    slip: fc.bigInt({ min: 0n, max: 20_000_000n }),
    lp: fc.bigInt({ min: 0n, max: 1_000_000n }),
    message: fc.bigInt({ min: 0n, max: 10n ** 16n }),
    rebate: fc.constantFrom(0n, 5n),
    gas: fc.bigInt({ min: 0n, max: 2_000_000n }),
    p50: eta,
    min: limit,
    max: limit,
    instant: limit,
    lifetimeMs: fc.integer({ min: 0, max: 60_000 }),
    via: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
    steps: userSteps,
  })
  .map(({ out, slip, lp, message, rebate, gas, p50, min, max, instant, lifetimeMs, steps, via }) => ({
    amountOut: out,
    minAmountOut: out > slip ? out - slip : 0n,
    fees: [{ kind: 'lp' as const, asset: 'ethereum:USDC', amount: lp }],
    rebate,
    surcharges: [{ kind: 'message' as const, asset: 'ethereum:ETH', amount: message }],
    originGas: gas,
    etaSeconds: { p50, p90: p50 },
    ...(steps.length > 0 && { userSteps: steps }),
    limits: { min, max, instant },
    validUntilMs: AT_MS + lifetimeMs,
    ...(via === undefined ? {} : { via }),
  }));

export const failure: fc.Arbitrary<QuoteFailure> = fc.record({
  code: fc.constantFrom(...(Object.keys(FAILURE_CODES) as FailureCode[])),
  detail: fc.string({ maxLength: 20 }),
  limit: fc.option(amount, { nil: null }),
  retryAfterMs: fc.option(fc.nat(), { nil: null }),
});

const outcome: fc.Arbitrary<QuoteEvent['outcome']> = fc.oneof(
  { weight: 4, arbitrary: answer.map((value) => ({ kind: 'answer' as const, answer: value })) },
  { weight: 1, arbitrary: failure.map((value) => ({ kind: 'failure' as const, failure: value })) },
);

export const BRIDGES = ['across', 'stargate', 'hop', 'cctp', 'relay', 'canonical'];

/** Quote events of one book: several bridges, close in time, each with an id of its own. */
export const quoteEvents = (options: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<QuoteEvent[]> =>
  fc
    .array(fc.record({ bridge: fc.constantFrom(...BRIDGES), afterMs: fc.integer({ min: 0, max: 2_000 }), outcome }), {
      minLength: options.minLength ?? 0,
      maxLength: options.maxLength ?? 25,
    })
    .map((drawn) =>
      drawn.map(({ bridge, afterMs, outcome: drawnOutcome }, index) => ({
        quoteId: `q${index}`,
        bridge,
        corridor: CORRIDOR.id,
        amountIn: AMOUNT_IN,
        askedAtMs: AT_MS + afterMs,
        observedAtMs: AT_MS + afterMs,
        outcome: drawnOutcome,
      })),
    );
