import type { Asset } from './asset.ts';

/**
 * What a token's own contract calls itself where that is not what the registry calls it. Tether renamed two of its tokens when they became
 * USD₮0 of LayerZero. Sources: @uniswap/default-token-list 22.21.0 (Arbitrum; all others that it lists have the registry's names), and the
 * names that third parties read from the two contracts in 2026.
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'arbitrum:USDT': ['USD₮0', 'USDT0'],
  'polygon:USDT': ['USD₮0', 'USDT0'],
};

/** Whether a contract that answers `symbol()` so can be that asset. Letter case does not count: Avalanche's USDT writes USDt. */
export const isSymbolOf = (asset: Asset, symbol: string): boolean =>
  [asset.symbol, ...(OTHER_NAMES[asset.id] ?? [])].some((name) => name.toLowerCase() === symbol.toLowerCase());
