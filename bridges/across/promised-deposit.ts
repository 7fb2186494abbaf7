import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { promisedAmount } from './promised-amount.ts';

/** A deposit as either API gives it, once it is checked. */
export interface GivenDeposit {
  readonly answer: QuoteAnswer;
  /** What the API would have delivered now. */
  readonly outputAmount: bigint;
  readonly to: string;
  /** The calldata that delivers so much. */
  readonly delivering: (amountOut: bigint) => string;
}

/** What is signed for a deposit: it delivers what a quote that still stands promised, and never less than the caller accepts. */
export const promisedDeposit = (
  { answer, outputAmount, to, delivering }: GivenDeposit,
  request: TransactionRequest,
  nowMs: number,
): Result<BridgeTransaction, TransactionFailure> => {
  const { corridor, amountIn, minAmountOut } = request;
  const amountOut = promisedAmount(outputAmount, request, nowMs);
  if (amountOut < minAmountOut) {
    const detail = `Across now delivers ${amountOut}, less than the accepted ${minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut });
  }
  const native = corridor.from.address === NATIVE_ADDRESS;
  return ok({
    chainId: corridor.from.chainId,
    to,
    data: delivering(amountOut),
    value: native ? amountIn : 0n,
    ...(native ? {} : { spender: to }),
    amountSent: amountIn,
    amountOut,
    minAmountOut: amountOut,
    etaSeconds: answer.etaSeconds,
    validUntilMs: answer.validUntilMs,
    usualGas: answer.originGas,
  });
};
