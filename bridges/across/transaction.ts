import { encodeFunctionData, getAddress } from 'viem';
import type { Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { spokePoolAbi } from './abi.ts';
import { promisedDeposit } from './promised-deposit.ts';
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
  const { corridor, amountIn, sender, recipient } = request;
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
  const delivering = (amountOut: bigint) =>
    encodeFunctionData({
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
  return promisedDeposit({ answer: checked.value, outputAmount: fees.outputAmount, to: pool, delivering }, request, context.now());
};
