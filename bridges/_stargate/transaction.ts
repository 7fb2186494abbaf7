import { encodeFunctionData, getAddress } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import type { Bridge } from '../_kit/port.ts';
import { poolAbi } from './abi.ts';
import { askPool } from './ask-pool.ts';
import type { Mode } from './mode.ts';
import { answerOf } from './quote.ts';
import { sendParamOf } from './send-param.ts';

/** The price follows the destination's gas until the user has signed; what is too much is refunded to the sender, of a seat's fare too. */
const MESSAGE_HEADROOM_PERCENT = 10n;

/** The send to sign, with the message's or the seat's price of now. The pool itself refuses to deliver less than `minAmountOut`. */
export const createTransaction =
  (mode: Mode): Bridge['transaction'] =>
  async (context, request) => {
    const { corridor, sender, recipient, minAmountOut } = request;
    const asked = await askPool(context, request, { mode, recipient });
    if (!asked.ok) return asked;
    const answer = answerOf(asked.value, request, { mode, nowMs: context.now() });
    if (!answer.ok) return answer;
    const checked = checkAnswer({ question: request, answer: answer.value, observedAtMs: context.now() });
    if (!checked.ok) return checked;
    const { path, sent, received, nativeFee } = asked.value;
    if (received < minAmountOut) {
      return err({
        code: 'QUOTE_MOVED',
        detail: `Stargate now delivers ${received}, less than the accepted ${minAmountOut}`,
        amountOut: received,
      });
    }
    const messageFee = nativeFee + (nativeFee * MESSAGE_HEADROOM_PERCENT) / 100n;
    const data = encodeFunctionData({
      abi: poolAbi,
      functionName: 'send',
      args: [
        sendParamOf({ path, mode, recipient, amount: sent, minAmount: minAmountOut }),
        { nativeFee: messageFee, lzTokenFee: 0n },
        getAddress(sender),
      ],
    });
    const native = corridor.from.address === NATIVE_ADDRESS;
    return ok({
      chainId: corridor.from.chainId,
      to: path.pool,
      data,
      value: native ? sent + messageFee : messageFee,
      ...(native ? {} : { spender: path.pool }),
      amountSent: sent,
      amountOut: received,
      minAmountOut,
      etaSeconds: checked.value.etaSeconds,
      validUntilMs: checked.value.validUntilMs,
      usualGas: checked.value.originGas,
    });
  };
