import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext, QuoteQuestion } from '../_kit/port.ts';
import { limits } from './limits.ts';
import { manifest } from './manifest.ts';
import type { SuggestedFees } from './schemas.ts';
import { askSuggestedFees } from './suggested-fees.ts';

/** Measured: depositV3 of a token that is allowed already costs 97 600 gas. */
export const DEPOSIT_GAS = 97_600n;

/** Above the instant limit a relayer has to fetch funds first: the API's own figure for it (api/suggested-fees.ts). */
const ABOVE_INSTANT_SECONDS = 900;
/** Above what relayers can fetch soon, the fill waits for the next root bundle, which is proposed and left open to challenge for hours. */
const SLOW_FILL_SECONDS = 10_800;

/** The API names one time. Until fills are measured, nine of ten are taken to arrive within three times it, and never within less than 10 s. */
const P90_FACTOR = 3;
const P90_SECONDS_MIN = 10;

/** Asks Across what a deposit of this amount would deliver. */
export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const fees = await askSuggestedFees(context, question);
  return fees.ok ? ok(answerOf(fees.value, question, context.now())) : err(await withMinimum(context, question, fees.error));
};

/** The API's AMOUNT_TOO_LOW names no minimum; GET /limits does. */
const withMinimum = async (context: BridgeContext, question: QuoteQuestion, failure: QuoteFailure): Promise<QuoteFailure> => {
  if (failure.code !== 'AMOUNT_TOO_LOW' || failure.limit !== null) return failure;
  const told = await limits(context, question);
  const min = told.ok ? told.value.min : null;
  return min !== null && min > question.amountIn ? { ...failure, limit: min } : failure;
};

/** Across delivers the output amount of the deposit to the unit, so what is quoted is also what is enforced. */
export const answerOf = (fees: SuggestedFees, { corridor, amountIn }: QuoteQuestion, nowMs: number): QuoteAnswer => ({
  amountOut: fees.outputAmount,
  minAmountOut: fees.outputAmount,
  fees: [
    { kind: 'lp', asset: corridor.from.id, amount: fees.lpFee.total },
    { kind: 'relayer-capital', asset: corridor.from.id, amount: fees.relayerCapitalFee.total },
    { kind: 'relayer-gas', asset: corridor.from.id, amount: fees.relayerGasFee.total },
  ],
  rebate: 0n,
  surcharges: [],
  originGas: DEPOSIT_GAS,
  etaSeconds: etaOf(fees, amountIn),
  limits: { min: fees.limits.minDeposit, max: fees.limits.maxDeposit, instant: fees.limits.maxDepositInstant },
  validUntilMs: nowMs + manifest.quoteLifetimeMs,
});

const etaOf = ({ estimatedFillTimeSec, limits }: SuggestedFees, amountIn: bigint): { p50: number; p90: number } => {
  const floor =
    amountIn > limits.maxDepositShortDelay ? SLOW_FILL_SECONDS : amountIn > limits.maxDepositInstant ? ABOVE_INSTANT_SECONDS : 0;
  return etaAround(Math.max(estimatedFillTimeSec, floor));
};

export const etaAround = (p50: number): { p50: number; p90: number } => ({ p50, p90: Math.max(p50 * P90_FACTOR, P90_SECONDS_MIN) });
