import { encodeFunctionData, getAddress } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok, type Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { spokePoolAbi } from './abi.ts';
import { promisedAmount } from './promised-amount.ts';
import { answerOf } from './quote.ts';
import { asksSwapApproval } from './quote-api.ts';
import { askSuggestedFees, tokenOf } from './suggested-fees.ts';
import { swapTransaction } from './swap-transaction.ts';

/**
 * The deposit to sign, from an answer of now: a relayer fills only what still pays, and the pool refuses a quote time that is too old.
 * The pool enforces what is promised to the unit; when that is below what the caller accepts, nothing is signed.
 * An exclusivity parameter is passed on as it came: below a year it counts from the deposit, above it is a time.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  if (asksSwapApproval(context)) return swapTransaction(context, request);
  const { corridor, amountIn, sender, recipient, minAmountOut } = request;
  const asked = await askSuggestedFees(context, request, recipient);
  if (!asked.ok) return asked;
  const input = tokenOf(corridor.from);
  const output = tokenOf(corridor.to);
  const pool = spokePool(corridor.from.chainId);
  if (input === undefined || output === undefined || pool === undefined)
    return fail('UNSUPPORTED_ROUTE', `Across does not carry ${corridor.id}`);
  const fees = asked.value;
  const checked = checkAnswer({ question: request, answer: answerOf(fees, request, context.now()), observedAtMs: context.now() });
  if (!checked.ok) return checked;
  const amountOut = promisedAmount(fees.outputAmount, request, context.now());
  if (amountOut < minAmountOut) {
    const detail = `Across now delivers ${amountOut}, less than the accepted ${minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut });
  }
  const native = corridor.from.address === NATIVE_ADDRESS;
  const data = encodeFunctionData({
    abi: spokePoolAbi,
    functionName: 'depositV3',
    args: [
      getAddress(sender),
      getAddress(recipient),
      getAddress(input.address),
      getAddress(output.address),
      amountIn,
      amountOut,
      BigInt(output.chainId),
      getAddress(fees.exclusiveRelayer),
      fees.timestamp,
      fees.fillDeadline,
      fees.exclusivityDeadline,
      '0x',
    ],
  });
  return ok({
    chainId: corridor.from.chainId,
    to: pool,
    data,
    value: native ? amountIn : 0n,
    ...(native ? {} : { spender: pool }),
    amountSent: amountIn,
    amountOut,
    minAmountOut: amountOut,
    etaSeconds: checked.value.etaSeconds,
    validUntilMs: checked.value.validUntilMs,
    usualGas: checked.value.originGas,
  });
};
