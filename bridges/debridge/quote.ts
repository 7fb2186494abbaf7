import { nativeAsset } from '#core/domain/asset.ts';
import type { QuoteAnswer, QuoteFailure, Surcharge } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { feesOf } from './costs.ts';
import { askCreateTx } from './create-tx.ts';
import { manifest } from './manifest.ts';
import type { CreateTx } from './schemas.ts';

/** The simnet's stand-in takes 165 941, measured; the real contract stands behind a proxy and checks more. An allowance. */
const CREATE_GAS = 250_000n;

/** Where the API names no time: orders are typically filled within seconds, most within two minutes (docs.debridge.com). */
const USUAL_SECONDS = 10;
const P90_SECONDS_MIN = 120;
const P90_FACTOR = 3;

export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askCreateTx(context, question);
  return asked.ok ? answerOf(asked.value, question, context.now()) : asked;
};

/** An order says what it takes: that much is delivered, to the unit, or nothing is. */
export const answerOf = (told: CreateTx, { corridor }: QuoteQuestion, nowMs: number): Result<QuoteAnswer, QuoteFailure> => {
  const fees = feesOf(told.estimation);
  if (typeof fees === 'string') return fail('MALFORMED_ANSWER', fees);
  const coin = nativeAsset(corridor.from.chainId);
  const surcharges: Surcharge[] = told.fixFee === 0n || coin === undefined ? [] : [{ kind: 'fixed', asset: coin.id, amount: told.fixFee }];
  const { amount } = told.estimation.dstChainTokenOut;
  const p50 = told.order?.approximateFulfillmentDelay ?? USUAL_SECONDS;
  return ok({
    amountOut: amount,
    minAmountOut: amount,
    fees,
    rebate: 0n,
    surcharges,
    originGas: CREATE_GAS,
    etaSeconds: { p50, p90: Math.max(p50 * P90_FACTOR, P90_SECONDS_MIN) },
    // The API names none; its documents' are in USD, in the manifest.
    limits: { min: null, max: null, instant: null },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
  });
};
