import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { QUOTE_LIFETIME_MS_MAX, type QuoteAnswer, type QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { QuoteQuestion } from './port.ts';

/** Between assets of one price no bridge gives back more than this share of the amount; a pool's reward stays far below it. */
const OUT_PERCENT_MAX = 105n;
/** The slowest canonical bridges take eight days; a fortnight is nonsense. */
const ETA_SECONDS_MAX = 14 * 86_400;
/** No transaction of a bridge comes near a block's whole gas. */
const ORIGIN_GAS_MAX = 30_000_000n;

/**
 * What every answer must pass before it is published, whatever bridge gave it. Pure.
 * MALFORMED_ANSWER: the answer contradicts itself (negative parts, limits in no order, fees that do not add up, a validity beyond
 * what is ever believed). IMPLAUSIBLE_ANSWER: it cannot be true (far more out than in, times out of
 * this world), so that an older answer is not believed any longer either.
 */
export const checkAnswer = (input: {
  readonly question: QuoteQuestion;
  readonly answer: QuoteAnswer;
  readonly observedAtMs: number;
}): Result<QuoteAnswer, QuoteFailure> => {
  const { question, answer, observedAtMs } = input;
  const negative = negativePart(answer);
  if (negative !== undefined) return fail('MALFORMED_ANSWER', negative);
  const nonsense = tooMuchOut(question, answer) ?? strangeTimes(answer) ?? strangeSteps(answer);
  if (nonsense !== undefined) return fail('IMPLAUSIBLE_ANSWER', nonsense);
  const contradiction = disorder(question, answer) ?? wrongValidity(answer, observedAtMs) ?? wrongSum(question, answer);
  return contradiction === undefined ? ok(answer) : fail('MALFORMED_ANSWER', contradiction);
};

const negativePart = ({ amountOut, minAmountOut, fees, rebate, surcharges, originGas, limits }: QuoteAnswer): string | undefined => {
  if (amountOut <= 0n) return `amount out is ${amountOut}`;
  const parts = [
    ['minimum out', minAmountOut],
    ['rebate', rebate],
    ['origin gas', originGas],
    ...fees.map(({ kind, amount }) => [`fee ${kind}`, amount] as const),
    ...surcharges.map(({ kind, amount }) => [`surcharge ${kind}`, amount] as const),
    ...Object.entries(limits).map(([name, limit]) => [`limit ${name}`, limit ?? 0n] as const),
  ] as const;
  const negative = parts.find(([, amount]) => amount < 0n);
  return negative && `${negative[0]} is negative: ${negative[1]}`;
};

const disorder = ({ amountIn }: QuoteQuestion, { amountOut, minAmountOut, limits }: QuoteAnswer): string | undefined => {
  const { min, instant, max } = limits;
  if (minAmountOut > amountOut) return `the enforced minimum ${minAmountOut} is above the amount out ${amountOut}`;
  if (min !== null && max !== null && min > max) return `limits out of order: min ${min} above max ${max}`;
  if (instant !== null && max !== null && instant > max) return `limits out of order: instant ${instant} above max ${max}`;
  if (min !== null && amountIn < min) return `an answer for ${amountIn}, below its own minimum ${min}`;
  if (max !== null && amountIn > max) return `an answer for ${amountIn}, above its own maximum ${max}`;
  return undefined;
};

const wrongValidity = ({ validUntilMs }: QuoteAnswer, observedAtMs: number): string | undefined => {
  if (!Number.isSafeInteger(validUntilMs)) return `valid until ${validUntilMs}`;
  if (validUntilMs <= observedAtMs) return 'no longer valid when it came';
  return validUntilMs > observedAtMs + QUOTE_LIFETIME_MS_MAX ? `valid for more than ${QUOTE_LIFETIME_MS_MAX} ms` : undefined;
};

/** Each is sent after the one before it and before the money is there, on a chain that we know. */
const strangeSteps = ({ userSteps = [], etaSeconds: { p90 } }: QuoteAnswer): string | undefined => {
  let earliest = 0;
  for (const { kind, chainId, afterSeconds, gas } of userSteps) {
    if (!(afterSeconds >= earliest && afterSeconds <= p90)) return `a step ${kind} after ${afterSeconds} s`;
    if (chainById(chainId) === undefined) return `a step ${kind} on chain ${chainId}`;
    if (gas < 0n || gas > ORIGIN_GAS_MAX) return `${gas} gas for a step ${kind}`;
    earliest = afterSeconds;
  }
  return undefined;
};

const samePrice = ({ corridor }: QuoteQuestion): boolean => corridor.from.priceId === corridor.to.priceId;

/** amountIn less the fees plus the rebate is amountOut, compared in the finest decimals of all that takes part. */
const wrongSum = (question: QuoteQuestion, answer: QuoteAnswer): string | undefined => {
  const { corridor, amountIn } = question;
  if (!samePrice(question)) return undefined;
  const fees = answer.fees.map(({ asset, amount }) => ({ listed: assetById(asset), amount }));
  const unlisted = fees.findIndex(({ listed }) => listed === undefined || listed.priceId !== corridor.from.priceId);
  if (unlisted !== -1) return `a fee in ${answer.fees[unlisted]?.asset}, which is not what the corridor carries`;
  const decimals = Math.max(corridor.from.decimals, corridor.to.decimals, ...fees.map(({ listed }) => listed?.decimals ?? 0));
  const scaled = (amount: bigint, from: number) => amount * 10n ** BigInt(decimals - from);
  const taken = fees.reduce((sum, { listed, amount }) => sum + scaled(amount, listed?.decimals ?? decimals), 0n);
  const expected = scaled(amountIn, corridor.from.decimals) - taken + scaled(answer.rebate, corridor.to.decimals);
  const difference = scaled(answer.amountOut, corridor.to.decimals) - expected;
  return difference === 0n ? undefined : `the parts do not add up: off by ${difference} at ${decimals} decimals`;
};

const tooMuchOut = (question: QuoteQuestion, { amountOut }: QuoteAnswer): string | undefined => {
  if (!samePrice(question)) return undefined;
  const { from, to } = question.corridor;
  const out = amountOut * 10n ** BigInt(from.decimals) * 100n;
  const most = question.amountIn * 10n ** BigInt(to.decimals) * OUT_PERCENT_MAX;
  return out > most ? `${amountOut} out for ${question.amountIn} in: more than ${OUT_PERCENT_MAX} % of the amount` : undefined;
};

const strangeTimes = ({ etaSeconds: { p50, p90 }, originGas }: QuoteAnswer): string | undefined => {
  if (!Number.isFinite(p50) || !Number.isFinite(p90) || p50 < 0 || p90 > ETA_SECONDS_MAX || p50 > p90) {
    return `expected times p50 ${p50} s, p90 ${p90} s`;
  }
  return originGas > ORIGIN_GAS_MAX ? `${originGas} gas for the origin transaction` : undefined;
};
