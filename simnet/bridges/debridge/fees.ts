import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import { baseFeeWei, priceUsd } from '../../world/market.ts';
import type { World } from '../../world/world.ts';

/** DLN's own fee, and what solvers want to earn: 4 basis points each (docs.debridge.com). */
export const PROTOCOL_BPS = 4n;
export const MARGIN_BPS = 4n;

/** What every order pays besides, in the origin's coin: 0.001 ether where gas is ether, 0.5 POL, 0.05 AVAX (docs.debridge.com). */
export const fixedFee = (chainId: number): bigint => ({ 137: 5n * 10n ** 17n, 43114: 5n * 10n ** 16n })[chainId] ?? 10n ** 15n;

/** What a solver spends on a fill and the message that repays it, gas units. */
const SOLVER_GAS = 300_000n;

/** The least that an order is made for. */
export const LEAST_USD = 1;
/** The most that solvers take at once (docs.debridge.com). */
export const MOST_USD = 5_500_000;

export const usdPrice = (world: World, asset: Asset, step: number): number => priceUsd(world, asset.priceId, step) ?? 1;

/** The same in base units of what it gives. */
export const solverExpenses = (world: World, to: Asset, step: number): bigint => {
  const wei = SOLVER_GAS * baseFeeWei(world, to.chainId, step);
  const coin = nativeAsset(to.chainId);
  if (coin === undefined || coin.priceId === to.priceId) return wei;
  const usd = (Number(wei) / 1e18) * usdPrice(world, coin, step);
  return BigInt(Math.ceil((usd / usdPrice(world, to, step)) * 10 ** to.decimals));
};
