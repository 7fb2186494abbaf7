import { type Address, encodeAbiParameters, encodeFunctionData } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { managerAbi, tokenAbi } from './abi.ts';
import { ROOT_CHAIN_MANAGER } from './contracts.ts';
import { type Way, wayOf } from './pairs.ts';
import { quote } from './quote.ts';

/** A deposit at the manager, whose predicate takes the token; or a burn at the token itself, which needs no allowance. */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const { corridor, amountIn, minAmountOut, sender, recipient } = request;
  const way = wayOf(corridor);
  if (way === undefined) return fail('UNSUPPORTED_ROUTE', `Polygon’s bridge does not carry ${corridor.id}`);
  if (way.direction === 'withdrawal' && sender.toLowerCase() !== recipient.toLowerCase()) {
    return fail('UNSUPPORTED_ROUTE', 'a withdrawal by Polygon’s bridge is paid to whoever burned: the recipient must be the sender');
  }
  const quoted = await quote(context, request);
  if (!quoted.ok) return quoted;
  const { amountOut, originGas, etaSeconds, validUntilMs } = quoted.value;
  if (amountOut < minAmountOut) {
    return err({
      code: 'QUOTE_MOVED',
      detail: `Polygon’s bridge delivers what it is given, ${amountOut}, less than the accepted ${minAmountOut}`,
      amountOut,
    });
  }
  return ok({
    chainId: corridor.from.chainId,
    ...callOf(way, request),
    amountSent: amountIn,
    amountOut,
    minAmountOut: amountOut,
    etaSeconds,
    validUntilMs,
    usualGas: originGas,
  });
};

const callOf = (
  { direction, pair }: Way,
  { recipient, amountIn }: TransactionRequest,
): Pick<BridgeTransaction, 'to' | 'data' | 'value' | 'spender'> => {
  const user = recipient as Address;
  if (direction === 'withdrawal') {
    return { to: pair.l2.address, data: encodeFunctionData({ abi: tokenAbi, functionName: 'withdraw', args: [amountIn] }), value: 0n };
  }
  const to = ROOT_CHAIN_MANAGER;
  if (pair.isEther) {
    return { to, data: encodeFunctionData({ abi: managerAbi, functionName: 'depositEtherFor', args: [user] }), value: amountIn };
  }
  const depositData = encodeAbiParameters([{ type: 'uint256' }], [amountIn]);
  return {
    to,
    data: encodeFunctionData({ abi: managerAbi, functionName: 'depositFor', args: [user, pair.rootToken as Address, depositData] }),
    value: 0n,
    spender: pair.predicate,
  };
};
