import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { type CarriedToken, L1_CHAIN_ID, L2_CHAIN_ID, TOKENS } from './contracts.ts';

/** A corridor as the bridge serves it. */
export interface Way {
  readonly direction: 'deposit' | 'withdrawal';
  /** Undefined for ether. */
  readonly token: CarriedToken | undefined;
}

/** The way of a corridor; undefined when this bridge does not go it. */
export const wayOf = ({ from, to }: Corridor): Way | undefined => {
  if (from.symbol !== to.symbol || from.decimals !== to.decimals) return undefined;
  const isEther = from.symbol === 'ETH' && from.address === NATIVE_ADDRESS && to.address === NATIVE_ADDRESS;
  const token = TOKENS.find(({ symbol }) => symbol === from.symbol);
  if (!isEther && token === undefined) return undefined;
  if (from.chainId === L1_CHAIN_ID && to.chainId === L2_CHAIN_ID) return { direction: 'deposit', token };
  return from.chainId === L2_CHAIN_ID && to.chainId === L1_CHAIN_ID ? { direction: 'withdrawal', token } : undefined;
};
