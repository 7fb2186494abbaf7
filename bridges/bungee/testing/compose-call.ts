import { type Address, encodeFunctionData, type Hex } from 'viem';
import { depositAbi } from '../../_across/deposit-abi.ts';
import { spokePool } from '../../_across/spoke-pool.ts';
import { holderAbi, routerAbi } from '../abi.ts';
import { OPEN_ROUTER } from '../contracts.ts';

const NOBODY: Address = '0x0000000000000000000000000000000000000000';

/** Every part of a call for tokens, layer by layer. */
export interface CallParts {
  readonly operator: string;
  readonly taken: string;
  readonly takenAmount: bigint;
  readonly router: string;
  readonly quoteId: string;
  readonly user: string;
  readonly inputToken: string;
  readonly inputAmount: bigint;
  readonly fee: bigint;
  readonly pool: string;
  readonly spender: string;
  readonly bridgeValue: bigint;
  readonly depositor: string;
  readonly recipient: string;
  readonly depositToken: string;
  readonly outputToken: string;
  readonly depositAmount: bigint;
  readonly outputAmount: bigint;
  readonly toChainId: number;
  readonly message: string;
}

/** The call that an honest answer brings for such a transfer of tokens from Ethereum. */
export const honestParts = (of: {
  quoteId: string;
  sender: string;
  recipient: string;
  inputToken: string;
  outputToken: string;
  toChainId: number;
  amountIn: bigint;
  fee: bigint;
  amountOut: bigint;
}): CallParts => {
  const pool = spokePool(1) ?? '';
  return {
    operator: OPEN_ROUTER,
    taken: of.inputToken,
    takenAmount: of.amountIn,
    router: OPEN_ROUTER,
    quoteId: of.quoteId,
    user: of.sender,
    inputToken: of.inputToken,
    inputAmount: of.amountIn,
    fee: of.fee,
    pool,
    spender: pool,
    bridgeValue: 0n,
    depositor: of.sender,
    recipient: of.recipient,
    depositToken: of.inputToken,
    outputToken: of.outputToken,
    depositAmount: of.amountIn - of.fee,
    outputAmount: of.amountOut,
    toChainId: of.toChainId,
    message: '0x',
  };
};

export const composeCall = (parts: CallParts): Hex => {
  const address = (text: string) => text as Address;
  const deposit = encodeFunctionData({
    abi: depositAbi,
    functionName: 'depositV3',
    args: [
      address(parts.depositor),
      address(parts.recipient),
      address(parts.depositToken),
      address(parts.outputToken),
      parts.depositAmount,
      parts.outputAmount,
      BigInt(parts.toChainId),
      NOBODY,
      1_781_000_000,
      1_781_007_200,
      0,
      parts.message as Hex,
    ],
  });
  const bridge = encodeFunctionData({
    abi: routerAbi,
    functionName: 'bridge',
    args: [
      parts.quoteId as Hex,
      { user: address(parts.user), inputToken: address(parts.inputToken), inputAmount: parts.inputAmount },
      { receiver: NOBODY, amount: parts.fee },
      { target: address(parts.pool), approvalSpender: address(parts.spender), value: parts.bridgeValue },
      deposit,
    ],
  });
  const args = [address(parts.operator), address(parts.taken), parts.takenAmount, address(parts.router), bridge] as const;
  return encodeFunctionData({ abi: holderAbi, functionName: 'exec', args });
};
