import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askQuote } from './ask-quote.ts';
import { takenOf } from './fees.ts';
import { manifest } from './manifest.ts';
import type { RelayQuote } from './schemas.ts';

/** Estimated for the depository's stand-in: a deposit of the coin, and of a token that is allowed already. */
const DEPOSIT_GAS = { native: 45_000n, token: 75_000n } as const;
/** No transaction takes less, whatever the answer says. */
const LEAST_GAS = 21_000n;

/** The median of bridges, as Relay's documents give it, where an answer names no time. */
const USUAL_SECONDS = 3;
/** One time is told. Until fills are measured, nine of ten are taken to arrive within three times it, and never within less than 10 s. */
const P90_FACTOR = 3;
const P90_SECONDS_MIN = 10;

/** A least amount further below the amount than this share of it is no tolerance, but other units. */
const LEAST_OUT_PERCENT = 5n;

/** Percent with two decimals is this exact, as a part of one. */
const PERCENT_ROUNDING = 20_000n;

/** Between coins of different prices no honest quote is worth a tenth more than what was paid. */
const USD_GAIN_MAX = 1.1;

/** Asks Relay what its solver would pay out for this amount. */
export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askQuote(context, question);
  return asked.ok ? answerOf(asked.value, question, context.now()) : asked;
};

export const answerOf = (told: RelayQuote, question: QuoteQuestion, nowMs: number): Result<QuoteAnswer, QuoteFailure> => {
  const taken = takenOf(told, question);
  if (!taken.ok) return taken;
  const minAmountOut = leastOf(told);
  if (minAmountOut === undefined) return fail('MALFORMED_ANSWER', 'its least amount or its slippage tolerance contradicts the rest');
  const { currencyIn, currencyOut } = told.details;
  if (currencyOut.amountUsd && currencyIn.amountUsd && Number(currencyOut.amountUsd) > Number(currencyIn.amountUsd) * USD_GAIN_MAX) {
    return fail('IMPLAUSIBLE_ANSWER', `${currencyOut.amountUsd} USD out for ${currencyIn.amountUsd} USD in`);
  }
  return ok({
    amountOut: currencyOut.amount,
    minAmountOut,
    ...taken.value,
    surcharges: [],
    originGas: gasOf(told, question),
    etaSeconds: etaOf(told),
    limits: { min: null, max: null, instant: null },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
  });
};

/**
 * Below `minimumAmount` Relay refunds instead of paying. Older answers name the tolerance alone, as a share and as an amount that must fit
 * each other.
 */
const leastOf = ({ details }: RelayQuote): bigint | undefined => {
  const { amount, minimumAmount } = details.currencyOut;
  if (minimumAmount !== undefined && minimumAmount !== null) {
    return minimumAmount * 100n < amount * LEAST_OUT_PERCENT ? undefined : minimumAmount;
  }
  const { value, percent } = details.slippageTolerance?.destination ?? {};
  const share = percent === undefined || percent === null ? undefined : hundredths(percent);
  const byShare = share === undefined ? undefined : (amount * share + 9_999n) / 10_000n;
  if (byShare !== undefined && value !== undefined && value !== null) {
    const apart = byShare > value ? byShare - value : value - byShare;
    if (apart > amount / PERCENT_ROUNDING + 1n) return undefined;
  }
  const slipping = value ?? byShare ?? 0n;
  return slipping < 0n || slipping > amount ? undefined : amount - slipping;
};

/** `0.5` percent as 50 hundredths of a percent, rounded up; what has more decimals loses them. */
const hundredths = (percent: string): bigint => BigInt(Math.ceil(Math.min(Number(percent), 1e9) * 100));

const gasOf = ({ steps }: RelayQuote, { corridor }: QuoteQuestion): bigint => {
  const told = steps.findLast(({ kind }) => kind === 'transaction')?.items.reduce((sum, { data }) => sum + (data?.gas ?? 0n), 0n) ?? 0n;
  if (told === 0n) return corridor.from.address === NATIVE_ADDRESS ? DEPOSIT_GAS.native : DEPOSIT_GAS.token;
  return told > LEAST_GAS ? told : LEAST_GAS;
};

const etaOf = ({ details, breakdown }: RelayQuote): QuoteAnswer['etaSeconds'] => {
  const p50 = details.timeEstimate ?? breakdown?.[0]?.timeEstimate ?? USUAL_SECONDS;
  return { p50, p90: Math.max(p50 * P90_FACTOR, P90_SECONDS_MIN) };
};
