import { decodeAbiParameters, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { bridgeData } from './abi.ts';
import { DIAMOND } from './contracts.ts';
import { askQuote } from './quote.ts';
import { readStep } from './read-step.ts';

/**
 * The call that the API gives, signed only when it can be read: every facet that starts a transfer says first who gets what on which
 * chain. Its packed functions do not, and are turned down. What the call enforces is the answer's least amount.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, sender, recipient, minAmountOut } = request;
  const asked = await askQuote(context, request, { sender, recipient });
  if (!asked.ok) return asked;
  const step = asked.value;
  const read = readStep(step, request, context.now());
  const checked = read.ok ? checkAnswer({ question: request, answer: read.value, observedAtMs: context.now() }) : read;
  if (!checked.ok) return checked;
  const answer = checked.value;
  const call = step.transactionRequest;
  if (call === undefined || call === null) return fail('MALFORMED_ANSWER', 'a quote without the call to sign');
  const wrong = otherThanAsked(step.action, request) ?? notWhatWasQuoted(call.data, request);
  if (wrong !== undefined) return fail('MALFORMED_ANSWER', wrong);
  if (answer.minAmountOut < minAmountOut) {
    const detail = `LI.FI now delivers ${answer.amountOut} and at least ${answer.minAmountOut}, less than the accepted ${minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut: answer.amountOut });
  }
  return ok({
    chainId: corridor.from.chainId,
    to: DIAMOND,
    data: call.data,
    value: call.value,
    ...(corridor.from.address === NATIVE_ADDRESS ? {} : { spender: DIAMOND }),
    amountSent: request.amountIn,
    amountOut: answer.amountOut,
    minAmountOut: answer.minAmountOut,
    etaSeconds: answer.etaSeconds,
    validUntilMs: answer.validUntilMs,
    usualGas: answer.originGas,
  });
};

const same = (left: string | null | undefined, right: string): boolean => left?.toLowerCase() === right.toLowerCase();

const otherThanAsked = (
  { fromAddress, toAddress }: { fromAddress?: string | null | undefined; toAddress?: string | null | undefined },
  { sender, recipient }: TransactionRequest,
): string | undefined => {
  if (fromAddress && !same(fromAddress, sender)) return `a call of ${fromAddress}, asked was for ${sender}`;
  return toAddress && !same(toAddress, recipient) ? `money for ${toAddress}, asked was for ${recipient}` : undefined;
};

const SELECTOR_LENGTH = 10;

const notWhatWasQuoted = (data: string, { corridor, amountIn, recipient }: TransactionRequest): string | undefined => {
  const told = readBridgeData(data);
  if (told === undefined) return 'a call whose recipient cannot be read';
  const { receiver, destinationChainId, sendingAssetId, minAmount, hasSourceSwaps } = told;
  if (!same(receiver, recipient)) return `a call that pays ${receiver}, asked was ${recipient}`;
  if (destinationChainId !== BigInt(corridor.to.chainId)) return `a call for chain ${destinationChainId}, asked was ${corridor.to.chainId}`;
  // What an exchange before it leaves is another token and another amount.
  if (hasSourceSwaps) return undefined;
  if (!same(sendingAssetId, corridor.from.address)) return `a call that sends ${sendingAssetId}, asked was ${corridor.from.id}`;
  return minAmount === amountIn ? undefined : `a call that sends ${minAmount}, asked was ${amountIn}`;
};

/** The first argument of a call that starts a transfer; undefined when there is none. */
export const readBridgeData = (data: string) => {
  try {
    return decodeAbiParameters(bridgeData, `0x${data.slice(SELECTOR_LENGTH)}` as Hex)[0];
  } catch {
    return undefined;
  }
};
