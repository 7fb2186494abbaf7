import { decodeFunctionData, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { err, ok, type Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { sourceAbi } from './abi.ts';
import { DLN_SOURCE } from './contracts.ts';
import { askCreateTx } from './create-tx.ts';
import { answerOf } from './quote.ts';
import { type CreateTx, signable } from './schemas.ts';

/**
 * The order to sign, as the API builds it: only the API knows the salt and the marks that its solvers look for. What it built is read before it is
 * handed out, and must be the order that was quoted: the same tokens and amounts, to the recipient, the payer's to cancel, and nothing besides.
 */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, minAmountOut } = request;
  const asked = await askCreateTx(context, request, { sender: request.sender, recipient: request.recipient });
  if (!asked.ok) return asked;
  const answer = answerOf(asked.value, request, context.now());
  const checked = answer.ok ? checkAnswer({ question: request, answer: answer.value, observedAtMs: context.now() }) : answer;
  if (!checked.ok) return checked;
  const { amountOut, etaSeconds, validUntilMs, originGas } = checked.value;
  if (amountOut < minAmountOut) {
    return err({ code: 'QUOTE_MOVED', detail: `DLN now delivers ${amountOut}, less than the accepted ${minAmountOut}`, amountOut });
  }
  const tx = signable.safeParse(asked.value.tx);
  if (!tx.success) return fail('MALFORMED_ANSWER', 'an estimation, and no transaction to sign');
  if (tx.data.to.toLowerCase() !== DLN_SOURCE.toLowerCase()) {
    return fail('UNSUPPORTED_ROUTE', `the order is to be made through ${tx.data.to}, with a swap before it, which is not read here`);
  }
  const other = otherOrder(tx.data.data as Hex, asked.value, request);
  if (other !== undefined) return fail('MALFORMED_ANSWER', other);
  const native = corridor.from.address === NATIVE_ADDRESS;
  return ok({
    chainId: corridor.from.chainId,
    to: DLN_SOURCE,
    data: tx.data.data,
    value: tx.data.value,
    ...(native ? {} : { spender: DLN_SOURCE }),
    amountSent: request.amountIn,
    amountOut,
    minAmountOut: amountOut,
    etaSeconds,
    validUntilMs,
    usualGas: originGas,
  });
};

interface OrderCall {
  readonly order: {
    readonly giveTokenAddress: string;
    readonly giveAmount: bigint;
    readonly takeTokenAddress: string;
    readonly takeAmount: bigint;
    readonly takeChainId: bigint;
    readonly receiverDst: string;
    readonly givePatchAuthoritySrc: string;
    readonly orderAuthorityAddressDst: string;
    readonly allowedCancelBeneficiarySrc: string;
    readonly externalCall: string;
  };
  readonly affiliateFee: string;
}

const readOrder = (data: Hex): OrderCall | undefined => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: sourceAbi, data });
    if (functionName === 'createOrder') return { order: args[0], affiliateFee: args[1] };
    return functionName === 'createSaltedOrder' ? { order: args[0], affiliateFee: args[2] } : undefined;
  } catch {
    return undefined;
  }
};

/** In what the calldata's order is another than the one that was quoted; undefined when it is that one. */
const otherOrder = (data: Hex, told: CreateTx, request: TransactionRequest): string | undefined => {
  const call = readOrder(data);
  if (call === undefined) return 'calldata that makes no order';
  const { order, affiliateFee } = call;
  const { corridor, amountIn, sender, recipient } = request;
  const beneficiary = order.allowedCancelBeneficiarySrc;
  const wanted: readonly (readonly [string, unknown, unknown])[] = [
    ['gives', order.giveTokenAddress, corridor.from.address],
    ['gives', order.giveAmount, amountIn],
    ['takes', order.takeTokenAddress, corridor.to.address],
    ['takes', order.takeAmount, told.estimation.dstChainTokenOut.amount],
    ['is taken on chain', order.takeChainId, BigInt(told.estimation.dstChainTokenOut.chainId)],
    ['pays', order.receiverDst, recipient],
    ['is changed by', order.givePatchAuthoritySrc, sender],
    ['is cancelled by', order.orderAuthorityAddressDst, sender],
    ['is refunded to', beneficiary === '0x' ? sender : beneficiary, sender],
    ['calls', order.externalCall, '0x'],
    ['also pays', affiliateFee, '0x'],
  ];
  const other = wanted.find(([, is, should]) => String(is).toLowerCase() !== String(should).toLowerCase());
  return other && `an order that ${other[0]} ${other[1]}, not ${other[2]}`;
};
