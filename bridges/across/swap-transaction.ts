import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { promisedAmount } from './promised-amount.ts';
import { readDeposit } from './read-deposit.ts';
import { askSwapApproval } from './swap-approval.ts';

/**
 * The call that GET /swap/approval gives, as it came, once it is read to its end: a plain deposit of what was asked and nothing else. Its
 * exclusive relayer, times and marks stay the API's. Where a quote still stands that promised more, its output amount alone is raised to that.
 */
export const swapTransaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn, minAmountOut } = request;
  const asked = await askSwapApproval(context, request, request);
  if (!asked.ok) return asked;
  const checked = checkAnswer({ question: request, answer: asked.value.answer, observedAtMs: context.now() });
  if (!checked.ok) return checked;
  const read = readDeposit(asked.value.told, request, context.now());
  if (!read.ok) return read;
  const { to, outputAmount, delivering } = read.value;
  const amountOut = promisedAmount(outputAmount, request, context.now());
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
    etaSeconds: checked.value.etaSeconds,
    validUntilMs: checked.value.validUntilMs,
    usualGas: checked.value.originGas,
  });
};
