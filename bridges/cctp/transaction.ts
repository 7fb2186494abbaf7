import { encodeFunctionData, type Hex, pad, zeroHash } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { messengerAbi } from './abi.ts';
import { TOKEN_MESSENGER } from './contracts.ts';
import { hookDataOf } from './forward-hook.ts';
import { answerOf, askOffer, domainsOf } from './quote.ts';

const larger = (left: bigint, right: bigint): bigint => (left < right ? right : left);

/**
 * The burn to sign, from fees of now. `maxFee` is the contract's own guard: Circle takes what its fee is when it attests, never more than
 * this. So it is what lies between the amount and what the caller accepts at least, or our own limit where that is tighter.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn, recipient, minAmountOut } = request;
  const domains = domainsOf(corridor);
  if (domains === undefined) return fail('UNSUPPORTED_ROUTE', `CCTP carries USDC between its chains, not ${corridor.id}`);
  const offer = await askOffer(context, request);
  if (!offer.ok) return offer;
  const checked = checkAnswer({ question: request, answer: answerOf(offer.value, request, context.now()), observedAtMs: context.now() });
  if (!checked.ok) return checked;
  const { amountOut, etaSeconds, validUntilMs, originGas } = checked.value;
  if (amountOut < minAmountOut) {
    return err({ code: 'QUOTE_MOVED', detail: `CCTP now delivers ${amountOut}, less than the accepted ${minAmountOut}`, amountOut });
  }
  const { terms } = offer.value;
  const enforced = larger(amountIn - terms.maxFee, minAmountOut);
  const maxFee = amountIn - enforced;
  const data = encodeFunctionData({
    abi: messengerAbi,
    functionName: 'depositForBurnWithHook',
    args: [
      amountIn,
      domains.destination,
      pad(recipient as Hex),
      corridor.from.address as Hex,
      // Whoever likes may bring the message: Circle's forwarder, the user, anybody.
      zeroHash,
      maxFee,
      terms.finality,
      hookDataOf({ forwarded: terms.forwardFee !== null, builtAtMs: context.now() }),
    ],
  });
  return ok({
    chainId: corridor.from.chainId,
    to: TOKEN_MESSENGER,
    data,
    value: 0n,
    spender: TOKEN_MESSENGER,
    amountSent: amountIn,
    amountOut,
    minAmountOut: enforced,
    etaSeconds,
    validUntilMs,
    usualGas: originGas,
  });
};
