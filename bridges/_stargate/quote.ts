import { nativeAsset } from '#core/domain/asset.ts';
import type { Fee, QuoteAnswer, QuoteFailure, Surcharge } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { Bridge } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askPool, type PoolAnswer } from './ask-pool.ts';
import { type Mode, QUOTE_LIFETIME_MS } from './mode.ts';

/**
 * What the transaction lets go by default. The fee moves only when somebody else's transfer moves the pool across a zone of its
 * fee table, by a few hundredths of a percent.
 */
const DEFAULT_SLIPPAGE_BPS = 5n;

/** Who a quote is for does not change it; some recipient has to be named. */
const ANY_RECIPIENT = '0x1111111111111111111111111111111111111111';

/** Asks the origin pool what it would deliver so. */
export const createQuote =
  (mode: Mode): Bridge['quote'] =>
  async (context, question) => {
    const asked = await askPool(context, question, { mode, recipient: ANY_RECIPIENT });
    return asked.ok ? answerOf(asked.value, question, { mode, nowMs: context.now() }) : asked;
  };

/** The pool's figures as an answer. What it says of its fee must be the difference between what is sent and what is received. */
export const answerOf = (
  pool: PoolAnswer,
  { corridor, amountIn }: QuoteQuestion,
  { mode, nowMs }: { readonly mode: Mode; readonly nowMs: number },
): Result<QuoteAnswer, QuoteFailure> => {
  const { sent, received, feeDetails, limit, nativeFee } = pool;
  if (received === 0n) return fail('AMOUNT_TOO_LOW', 'the fee takes all of it');
  const taken = -feeDetails.reduce((sum, amount) => sum + amount, 0n);
  if (sent - taken !== received) return fail('MALFORMED_ANSWER', `sends ${sent}, takes ${taken}, and says that ${received} arrives`);
  const fees: Fee[] = feeDetails
    .filter((amount) => amount < 0n)
    .map((amount) => ({ kind: 'protocol', asset: corridor.from.id, amount: -amount }));
  if (amountIn > sent) fees.push({ kind: 'dust', asset: corridor.from.id, amount: amountIn - sent });
  const coin = nativeAsset(corridor.from.chainId);
  const surcharges: Surcharge[] = coin === undefined ? [] : [{ kind: 'message', asset: coin.id, amount: nativeFee }];
  return ok({
    amountOut: received,
    minAmountOut: received - (received * DEFAULT_SLIPPAGE_BPS) / 10_000n,
    fees,
    rebate: feeDetails.filter((amount) => amount > 0n).reduce((sum, amount) => sum + amount, 0n),
    surcharges,
    originGas: mode.sendGas,
    etaSeconds: mode.etaFrom(corridor.from.chainId),
    limits: { min: limit.min, max: limit.max, instant: limit.max },
    validUntilMs: nowMs + QUOTE_LIFETIME_MS,
  });
};
