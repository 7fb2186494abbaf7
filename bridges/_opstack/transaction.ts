import { type Address, encodeFunctionData } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { bridgeAbi } from './abi.ts';
import { MIN_GAS_LIMIT } from './deposit-gas.ts';
import type { OpStackChain } from './op-stack-chain.ts';
import { createQuote } from './quote.ts';
import { type Way, wayOf } from './way.ts';

/** The call of the standard bridge on the origin; on either side it has the same functions. */
export const createTransaction = (chain: OpStackChain) => {
  const quote = createQuote(chain);
  return async (context: BridgeContext, request: TransactionRequest): Promise<Result<BridgeTransaction, TransactionFailure>> => {
    const { corridor, amountIn, minAmountOut } = request;
    const way = wayOf(chain, corridor);
    if (way === undefined) return fail('UNSUPPORTED_ROUTE', `${chain.name} does not carry ${corridor.id}`);
    const quoted = await quote(context, request);
    if (!quoted.ok) return quoted;
    const { amountOut, originGas, etaSeconds, validUntilMs } = quoted.value;
    if (amountOut < minAmountOut) {
      return err({
        code: 'QUOTE_MOVED',
        detail: `${chain.name} delivers what it is given, ${amountOut}, less than the accepted ${minAmountOut}`,
        amountOut,
      });
    }
    return ok({
      chainId: corridor.from.chainId,
      to: way.bridge,
      data: callOf(way, request),
      value: way.isEther ? amountIn : 0n,
      ...(way.isEther ? {} : { spender: way.bridge }),
      amountSent: amountIn,
      amountOut,
      minAmountOut: amountOut,
      etaSeconds,
      validUntilMs,
      usualGas: originGas,
    });
  };
};

const callOf = ({ direction, isEther, l1Token, l2Token }: Way, { recipient, amountIn }: TransactionRequest): string => {
  const to = recipient as Address;
  if (isEther) return encodeFunctionData({ abi: bridgeAbi, functionName: 'bridgeETHTo', args: [to, MIN_GAS_LIMIT, '0x'] });
  const [local, remote] = direction === 'deposit' ? [l1Token, l2Token] : [l2Token, l1Token];
  return encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeERC20To',
    args: [local as Address, remote as Address, to, amountIn, MIN_GAS_LIMIT, '0x'],
  });
};
