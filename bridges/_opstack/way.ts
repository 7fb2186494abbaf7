import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { L1_CHAIN_ID, L2_STANDARD_BRIDGE, type OpStackChain } from './op-stack-chain.ts';

/** A corridor as the standard bridge serves it. */
export interface Way {
  readonly direction: 'deposit' | 'withdrawal';
  /** The bridge contract on the origin. */
  readonly bridge: string;
  readonly isEther: boolean;
  /** The token on Ethereum and on the chain; the zero address for ether. */
  readonly l1Token: string;
  readonly l2Token: string;
}

/** The way of a corridor; undefined when this bridge does not go it. USDC of the registry is Circle's own and is not bridged. */
export const wayOf = (chain: OpStackChain, { from, to }: Corridor): Way | undefined => {
  const { symbol } = from;
  if (symbol !== to.symbol || from.decimals !== to.decimals) return undefined;
  const isEther = symbol === 'ETH' && from.address === NATIVE_ADDRESS && to.address === NATIVE_ADDRESS;
  if (!isEther && !chain.tokens.includes(symbol)) return undefined;
  if (from.chainId === L1_CHAIN_ID && to.chainId === chain.chainId) {
    return { direction: 'deposit', bridge: chain.l1.standardBridge, isEther, l1Token: from.address, l2Token: to.address };
  }
  if (from.chainId === chain.chainId && to.chainId === L1_CHAIN_ID) {
    return { direction: 'withdrawal', bridge: L2_STANDARD_BRIDGE, isEther, l1Token: to.address, l2Token: from.address };
  }
  return undefined;
};
