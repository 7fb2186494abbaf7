import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { DEPOSIT_GAS } from './deposit-gas.ts';
import { etaOf } from './eta.ts';
import { limits } from './limits.ts';
import { manifest } from './manifest.ts';
import { asksSwapApproval } from './quote-api.ts';
import { readDeposit } from './read-deposit.ts';
import type { SuggestedFees } from './schemas.ts';
import { askSuggestedFees } from './suggested-fees.ts';
import { ANYBODY, askSwapApproval } from './swap-approval.ts';

/** Asks Across what a deposit of this amount would deliver. */
export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  if (asksSwapApproval(context)) return swapQuote(context, question);
  const fees = await askSuggestedFees(context, question);
  return fees.ok ? ok(answerOf(fees.value, question, context.now())) : err(await withMinimum(context, question, fees.error));
};

/** What a deposit delivers that the newer API makes, and that can be read to its end: another is never offered, because it would not be signed. */
const swapQuote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askSwapApproval(context, question, ANYBODY);
  if (!asked.ok) return asked;
  const read = readDeposit(asked.value.told, { ...question, ...ANYBODY }, context.now());
  return read.ok ? ok(asked.value.answer) : read;
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
  etaSeconds: etaOf(fees.estimatedFillTimeSec, amountIn, fees.limits),
  limits: { min: fees.limits.minDeposit, max: fees.limits.maxDeposit, instant: fees.limits.maxDepositInstant },
  validUntilMs: nowMs + manifest.quoteLifetimeMs,
});
