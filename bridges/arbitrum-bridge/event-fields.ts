import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type CarriedToken, L1_CHAIN_ID, L2_CHAIN_ID, TOKENS } from './contracts.ts';
import { manifest } from './manifest.ts';

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Chains of a way, as the fields of an event have them. */
export const THERE = { originChainId: BigInt(L1_CHAIN_ID), destinationChainId: BigInt(L2_CHAIN_ID) } as const;
export const BACK = { originChainId: BigInt(L2_CHAIN_ID), destinationChainId: BigInt(L1_CHAIN_ID) } as const;

/** A deposit's number is its ticket's id. */
export const depositKey = (ticketId: string): string => `${manifest.id}:${L1_CHAIN_ID}:${ticketId}`;

/** A withdrawal's number is its message's place in the tree of all that ever left Arbitrum. */
export const withdrawalKey = (position: bigint): string => `${manifest.id}:${L2_CHAIN_ID}:${position}`;

/** A token on both sides. */
type Pair = Pick<CarriedToken, 'l1Token' | 'l2Token'>;

export const ETHER: Pair = { l1Token: NATIVE_ADDRESS, l2Token: NATIVE_ADDRESS };

/** What was agreed on a way: all of it arrives. */
export const agreed = (way: typeof THERE | typeof BACK, { l1Token, l2Token }: Pair, amount: bigint, recipient: string) => ({
  ...way,
  inputToken: way === THERE ? l1Token : l2Token,
  outputToken: way === THERE ? l2Token : l1Token,
  inputAmount: amount,
  outputAmount: amount,
  recipient,
});

/** Gateways name a token by its address on Ethereum. */
export const tokenOf = (l1Token: string): Pair | undefined => TOKENS.find((token) => same(token.l1Token, l1Token));
