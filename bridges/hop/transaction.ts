import { type Address, encodeFunctionData, getAddress, type Hex, zeroAddress } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { hopAbi } from './abi.ts';
import { askQuote, type HopAnswer } from './ask-quote.ts';
import { hopCctp, hopToken } from './contracts.ts';
import { answerOf } from './quote.ts';

/** A bonder may be slow and a root takes a day: a pool's time must not run out before. After it the recipient is left with hTokens. Hop's own app gives as much. */
const DEADLINE_SECONDS = 7n * 86_400n;

/**
 * The call to sign, from an answer of now, whose bonder's fee it names: a bonder passes by a transfer that pays it too little. The pool at the
 * other end enforces the minimum by paying hTokens instead; without a pool there the bonder's fee is all that is taken.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn } = request;
  const asked = await askQuote(context, request);
  if (!asked.ok) return asked;
  const nowMs = context.now();
  const answer = answerOf(asked.value, request, nowMs);
  if (!answer.ok) return answer;
  const checked = checkAnswer({ question: request, answer: answer.value, observedAtMs: nowMs });
  if (!checked.ok) return checked;
  const { amountOut, minAmountOut: told } = checked.value;
  if (amountOut < request.minAmountOut) {
    const detail = `Hop now delivers ${amountOut}, less than the accepted ${request.minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut });
  }
  const { route } = asked.value;
  // Nothing moves on the way through Circle.
  const minAmountOut = route.kind === 'cctp' ? amountOut : greater(request.minAmountOut, told);
  const call = callOf(asked.value, { request, minAmountOut, deadline: BigInt(Math.floor(nowMs / 1_000)) + DEADLINE_SECONDS });
  if (!call.ok) return call;
  const native = corridor.from.address === NATIVE_ADDRESS;
  return ok({
    chainId: corridor.from.chainId,
    to: call.value.to,
    data: call.value.data,
    value: native ? amountIn : 0n,
    ...(native ? {} : { spender: call.value.to }),
    amountSent: amountIn,
    amountOut,
    minAmountOut,
    etaSeconds: checked.value.etaSeconds,
    validUntilMs: checked.value.validUntilMs,
    usualGas: checked.value.originGas,
  });
};

const greater = (left: bigint, right: bigint): bigint => (left > right ? left : right);

interface Terms {
  readonly request: TransactionRequest;
  readonly minAmountOut: bigint;
  readonly deadline: bigint;
}

const callOf = (
  { route, told }: HopAnswer,
  { request, minAmountOut, deadline }: Terms,
): Result<{ to: string; data: Hex }, QuoteFailure> => {
  const { corridor, amountIn } = request;
  const { from, to } = corridor;
  const recipient: Address = getAddress(request.recipient);
  const destination = BigInt(to.chainId);
  const bonderFee = told.bonderFee;
  const token = hopToken(route.token);
  const call = (at: string | undefined, data: Hex): Result<{ to: string; data: Hex }, QuoteFailure> =>
    at === undefined ? fail('UNSUPPORTED_ROUTE', `Hop does not carry ${corridor.id}`) : ok({ to: at, data });
  if (route.kind === 'cctp') {
    const args = [destination, recipient, amountIn, bonderFee] as const;
    return call(hopCctp(from.chainId), encodeFunctionData({ abi: hopAbi, functionName: 'send', args }));
  }
  if (route.fromL1) {
    // The contract pays a relayer's fee to whom it is told, and the API names nobody.
    if (bonderFee > 0n) return fail('UNSUPPORTED_ROUTE', 'Hop asks a relayer’s fee from Ethereum and names no relayer');
    const args = [destination, recipient, amountIn, minAmountOut, deadline, zeroAddress, 0n] as const;
    return call(token?.l1Bridge, encodeFunctionData({ abi: hopAbi, functionName: 'sendToL2', args }));
  }
  // To Ethereum the first pool enforces the minimum, before the fee.
  const first = minAmountOut + bonderFee;
  const amountOutMin = route.toL1 || told.amountOutMin === undefined || told.amountOutMin === null ? first : told.amountOutMin;
  const end = route.toL1 ? ([0n, 0n] as const) : ([minAmountOut, deadline] as const);
  const args = [destination, recipient, amountIn, bonderFee, amountOutMin, deadline, ...end] as const;
  return call(token?.pools[from.chainId]?.wrapper, encodeFunctionData({ abi: hopAbi, functionName: 'swapAndSend', args }));
};
