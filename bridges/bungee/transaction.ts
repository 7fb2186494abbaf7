import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { ALLOWANCE_HOLDER, same } from './contracts.ts';
import { askQuote } from './quote.ts';
import { readQuote } from './read-quote.ts';

/** The call of the best route of now, for this sender and this recipient, which was read down to the bridge's own before it counted as a quote. */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn, sender, recipient, minAmountOut } = request;
  const asked = await askQuote(context, request, { sender, recipient });
  if (!asked.ok) return asked;
  const { userAddress, receiverAddress } = asked.value;
  if (!same(userAddress, sender)) return fail('MALFORMED_ANSWER', `a call of ${userAddress}, asked was for ${sender}`);
  if (!same(receiverAddress, recipient)) return fail('MALFORMED_ANSWER', `money for ${receiverAddress}, asked was for ${recipient}`);
  const read = readQuote(asked.value, request, context.now());
  if (!read.ok) return read;
  const { route } = read.value;
  const checked = checkAnswer({ question: request, answer: read.value.answer, observedAtMs: context.now() });
  if (!checked.ok) return checked;
  const answer = checked.value;
  if (answer.minAmountOut < minAmountOut) {
    const detail = `Socket now delivers ${answer.amountOut}, less than the accepted ${minAmountOut}`;
    return err({ code: 'QUOTE_MOVED', detail, amountOut: answer.amountOut });
  }
  const { to, data, value } = route.txData.object;
  return ok({
    chainId: corridor.from.chainId,
    to,
    data,
    value,
    ...(corridor.from.address === NATIVE_ADDRESS ? {} : { spender: ALLOWANCE_HOLDER }),
    amountSent: amountIn,
    amountOut: answer.amountOut,
    minAmountOut: answer.minAmountOut,
    etaSeconds: answer.etaSeconds,
    validUntilMs: answer.validUntilMs,
    usualGas: answer.originGas,
  });
};
