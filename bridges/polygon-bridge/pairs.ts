import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { ERC20_PREDICATE, ETHER_PREDICATE, ETHER_TOKEN } from './contracts.ts';

/** What lies on Ethereum, and what stands for it on Polygon. */
export interface Pair {
  readonly l1: Asset;
  readonly l2: Asset;
  readonly isEther: boolean;
  /** The manager's name for what lies on Ethereum. */
  readonly rootToken: string;
  /** Holds it there. */
  readonly predicate: string;
}

/**
 * By symbol on Ethereum and on Polygon: ether becomes WETH there. Of the registry's other tokens USDT has left this bridge (it is USDT0 since
 * 2025, which this bridge neither mints nor takes back), and USDC is Circle's own, where this bridge gives USDC.e.
 */
const SYMBOLS: readonly (readonly [string, string])[] = [
  ['ETH', 'WETH'],
  ['DAI', 'DAI'],
];

export const PAIRS: readonly Pair[] = SYMBOLS.flatMap(([on1, on137]) => {
  const l1 = assetById(`ethereum:${on1}`);
  const l2 = assetById(`polygon:${on137}`);
  if (l1 === undefined || l2 === undefined) return [];
  const isEther = l1.address === NATIVE_ADDRESS;
  return [
    {
      l1,
      l2,
      isEther,
      rootToken: isEther ? ETHER_TOKEN : l1.address,
      predicate: isEther ? ETHER_PREDICATE : ERC20_PREDICATE,
    } satisfies Pair,
  ];
});

/** A corridor as this bridge goes it. */
export interface Way {
  readonly direction: 'deposit' | 'withdrawal';
  readonly pair: Pair;
}

export const wayOf = ({ from, to }: Corridor): Way | undefined => {
  for (const pair of PAIRS) {
    if (from.id === pair.l1.id && to.id === pair.l2.id) return { direction: 'deposit', pair };
    if (from.id === pair.l2.id && to.id === pair.l1.id) return { direction: 'withdrawal', pair };
  }
  return undefined;
};
