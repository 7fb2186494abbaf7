import { type Address, encodeAbiParameters, encodeFunctionData } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { arbSysAbi, inboxAbi, l1RouterAbi, l2RouterAbi } from './abi.ts';
import type { Carriage } from './ask-carriage.ts';
import { ARB_SYS, type CarriedToken, INBOX, L1_ROUTER, L2_ROUTER } from './contracts.ts';
import { quoteWithCarriage } from './quote.ts';

type Call = Pick<BridgeTransaction, 'to' | 'data' | 'value' | 'spender'>;

/** The call on the origin: of the inbox or of the router on Ethereum, of the node's own contract or of the router on Arbitrum. */
export const transaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const quoted = await quoteWithCarriage(context, request);
  if (!quoted.ok) return quoted;
  const { answer, way, carriage } = quoted.value;
  const { amountOut, originGas, etaSeconds, validUntilMs } = answer;
  if (amountOut < request.minAmountOut) {
    return err({
      code: 'QUOTE_MOVED',
      detail: `Arbitrum’s bridge delivers what it is given, ${amountOut}, less than the accepted ${request.minAmountOut}`,
      amountOut,
    });
  }
  return ok({
    chainId: request.corridor.from.chainId,
    ...(carriage === undefined ? withdrawalCall(way.token, request) : depositCall(way.token, request, carriage)),
    amountSent: request.amountIn,
    amountOut,
    minAmountOut: amountOut,
    etaSeconds,
    validUntilMs,
    usualGas: originGas,
  });
};

/**
 * Ether goes by a retryable ticket and not by `depositEth`: that one pays nobody but its sender, pays an address that nobody can sign for
 * when the sender has code (a wallet that is a contract, an account that has delegated), and leaves no log on Arbitrum.
 */
const depositCall = (
  token: CarriedToken | undefined,
  { sender, recipient, amountIn }: TransactionRequest,
  { maxSubmissionCost, gasLimit, maxFeePerGas }: Carriage,
): Call => {
  const [from, to] = [sender as Address, recipient as Address];
  const paid = maxSubmissionCost + gasLimit * maxFeePerGas;
  if (token === undefined) {
    const args = [to, amountIn, maxSubmissionCost, from, from, gasLimit, maxFeePerGas, '0x'] as const;
    return { to: INBOX, data: encodeFunctionData({ abi: inboxAbi, functionName: 'createRetryableTicket', args }), value: amountIn + paid };
  }
  const l1Token = token.l1Token as Address;
  const more = encodeAbiParameters([{ type: 'uint256' }, { type: 'bytes' }], [maxSubmissionCost, '0x']);
  const data = token.refundsAsAsked
    ? encodeFunctionData({
        abi: l1RouterAbi,
        functionName: 'outboundTransferCustomRefund',
        args: [l1Token, from, to, amountIn, gasLimit, maxFeePerGas, more],
      })
    : encodeFunctionData({
        abi: l1RouterAbi,
        functionName: 'outboundTransfer',
        args: [l1Token, to, amountIn, gasLimit, maxFeePerGas, more],
      });
  return { to: L1_ROUTER, data, value: paid, spender: token.l1Gateway };
};

/** Nobody needs an allowance: the gateways burn what they have minted. */
const withdrawalCall = (token: CarriedToken | undefined, { recipient, amountIn }: TransactionRequest): Call => {
  const to = recipient as Address;
  if (token === undefined) {
    return { to: ARB_SYS, data: encodeFunctionData({ abi: arbSysAbi, functionName: 'withdrawEth', args: [to] }), value: amountIn };
  }
  const args = [token.l1Token as Address, to, amountIn, '0x'] as const;
  return { to: L2_ROUTER, data: encodeFunctionData({ abi: l2RouterAbi, functionName: 'outboundTransfer', args }), value: 0n };
};
