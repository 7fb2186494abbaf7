import type { Asset } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';

/** How Across's API writes shares, fees and tokens. */
const ONE = 10n ** 18n;

export const pct = (part: bigint, amount: bigint): string => String(amount === 0n ? 0n : (part * ONE) / amount);
export const part = (total: bigint, amount: bigint) => ({ pct: pct(total, amount), total: String(total) });
export const token = ({ address, symbol, decimals, chainId }: Asset) => ({
  address,
  // The API writes ETH where the pool wraps the chain's coin.
  symbol: symbol === 'WETH' && chainById(chainId)?.nativeSymbol === 'ETH' ? 'ETH' : symbol,
  decimals,
  chainId,
});
