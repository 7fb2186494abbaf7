import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { type Fee, QUOTE_LIFETIME_MS_MAX, type QuoteAnswer, type QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import { isLarge, outRange } from './out-range.ts';
import type { QuoteQuestion } from './quote-question.ts';

/** Figures about what arrives lie no further apart than this: fees that are told in it, and the least that is enforced. In another unit they would. */
const TIMES_MAX = 100n;
/** What may be asked for besides the amount, in whole coins by their price: some thousand dollars, far above any message or gas. */
const SURCHARGE_MAX: Readonly<Record<string, bigint>> = { ethereum: 1n, 'polygon-ecosystem-token': 10_000n, 'avalanche-2': 100n };
/** The slowest canonical bridges take eight days; a fortnight is nonsense. */
const ETA_SECONDS_MAX = 14 * 86_400;
/** No transaction of a bridge comes near a block's whole gas. */
const ORIGIN_GAS_MAX = 30_000_000n;

/**
 * What every answer must pass before it is published, whatever bridge gave it. Pure.
 * MALFORMED_ANSWER: the answer contradicts itself (negative parts, limits in no order, fees that do not add up, a validity beyond
 * what is ever believed). IMPLAUSIBLE_ANSWER: it cannot be true (far more out than in, next to nothing of a large amount, a message for a thousand ether, times out of
 * this world), so that an older answer is not believed any longer either. AMOUNT_TOO_LOW: fees leave next to nothing of a small amount.
 */
export const checkAnswer = (input: {
  readonly question: QuoteQuestion;
  readonly answer: QuoteAnswer;
  readonly observedAtMs: number;
}): Result<QuoteAnswer, QuoteFailure> => {
  const { question, answer, observedAtMs } = input;
  const negative = negativePart(answer);
  if (negative !== undefined) return fail('MALFORMED_ANSWER', negative);
  const nonsense = tooMuchOut(question, answer) ?? tooDear(answer) ?? strangeTimes(answer) ?? strangeSteps(answer);
  if (nonsense !== undefined) return fail('IMPLAUSIBLE_ANSWER', nonsense);
  const contradiction =
    disorder(question, answer) ?? wrongValidity(answer, observedAtMs) ?? tooMuchTaken(question, answer) ?? wrongSum(question, answer);
  if (contradiction !== undefined) return fail('MALFORMED_ANSWER', contradiction);
  return tooLittleOut(question, answer) ?? ok(answer);
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
  // Nothing may be enforced; a thousandth is told in another unit.
  if (minAmountOut > 0n && minAmountOut * TIMES_MAX < amountOut)
    return `the enforced minimum ${minAmountOut} is next to nothing of ${amountOut}`;
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

/** What is told in an asset's own money, in its base units (rounded down). */
const toldIn = ({ id, priceId, decimals }: Asset, fees: readonly Fee[]): bigint =>
  fees.reduce((sum, { asset, amount }) => {
    if (asset === id) return sum + amount;
    const listed = assetById(asset);
    return listed?.priceId === priceId ? sum + (amount * 10n ** BigInt(decimals)) / 10n ** BigInt(listed.decimals) : sum;
  }, 0n);

/** Between assets of different prices no sum closes; but nobody takes more than there is, nor gives back more than arrives. */
const tooMuchTaken = ({ corridor, amountIn }: QuoteQuestion, { amountOut, fees, rebate }: QuoteAnswer): string | undefined => {
  const { from, to } = corridor;
  const ofAmount = toldIn(from, fees);
  if (ofAmount > amountIn) return `fees of ${ofAmount} on ${amountIn}`;
  if (rebate > amountOut) return `a rebate of ${rebate}, ${amountOut} arrive`;
  if (from.priceId === to.priceId) return undefined;
  const ofOutput = toldIn(to, fees);
  return ofOutput > amountOut * TIMES_MAX ? `fees of ${ofOutput} on what arrives, of which ${amountOut} are left` : undefined;
};

const tooDear = ({ surcharges }: QuoteAnswer): string | undefined => {
  for (const { kind, asset, amount } of surcharges) {
    const coin = assetById(asset);
    const most = coin && SURCHARGE_MAX[coin.priceId];
    if (coin !== undefined && most !== undefined && amount > most * 10n ** BigInt(coin.decimals)) return `${kind} costs ${amount} ${asset}`;
  }
  return undefined;
};

const tooMuchOut = (question: QuoteQuestion, { amountOut }: QuoteAnswer): string | undefined => {
  const most = outRange(question)?.most;
  return most !== undefined && amountOut > most ? `${amountOut} out for ${question.amountIn} in: at most ${most} could be` : undefined;
};

/** Fees may eat up a small amount, and whoever asks for one must not make the bridge look broken by it; nearly nothing of a large one is in another unit. */
const tooLittleOut = (question: QuoteQuestion, { amountOut }: QuoteAnswer): Result<never, QuoteFailure> | undefined => {
  const least = outRange(question)?.least;
  if (least === undefined || amountOut >= least) return undefined;
  return fail(
    isLarge(question) ? 'IMPLAUSIBLE_ANSWER' : 'AMOUNT_TOO_LOW',
    `${amountOut} out for ${question.amountIn} in: next to nothing is left`,
  );
};

const strangeTimes = ({ etaSeconds: { p50, p90 }, originGas }: QuoteAnswer): string | undefined => {
  if (!Number.isFinite(p50) || !Number.isFinite(p90) || p50 < 0 || p90 > ETA_SECONDS_MAX || p50 > p90) {
    return `expected times p50 ${p50} s, p90 ${p90} s`;
  }
  return originGas > ORIGIN_GAS_MAX ? `${originGas} gas for the origin transaction` : undefined;
};
