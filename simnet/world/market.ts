import { chainById } from '#core/domain/chain.ts';
import { wander } from './noise.ts';
import type { World } from './world.ts';

/** A walk around a middle: its value lies within middle · e^±spread. */
interface Walk {
  readonly middle: number;
  readonly spread: number;
}

/** USD a coin, by CoinGecko's id. Stables stay near one; POL and AVAX move more than ether. */
const PRICES: Readonly<Record<string, Walk>> = {
  'usd-coin': { middle: 0.99995, spread: 0.0004 },
  tether: { middle: 1.0001, spread: 0.0009 },
  dai: { middle: 0.9998, spread: 0.0009 },
  ethereum: { middle: 2_900, spread: 0.035 },
  'polygon-ecosystem-token': { middle: 0.24, spread: 0.06 },
  'avalanche-2': { middle: 22, spread: 0.06 },
};

/** Gwei, by chain. */
const BASE_FEES: Readonly<Record<number, Walk>> = {
  1: { middle: 2.2, spread: 1 },
  10: { middle: 0.012, spread: 0.8 },
  137: { middle: 45, spread: 0.7 },
  8453: { middle: 0.015, spread: 0.8 },
  42161: { middle: 0.02, spread: 0.6 },
  43114: { middle: 1.4, spread: 0.7 },
};

/** Steps between the shortest ripples. */
const PRICE_PACE = 5;
const GAS_PACE = 10;
const WEI_PER_GWEI = 1e9;

/** Coins that the world has a price for. */
export const PRICE_IDS: readonly string[] = Object.keys(PRICES);

/** USD a whole coin; undefined for a coin that the world does not know. */
export const priceUsd = (world: World, priceId: string, step: number): number | undefined => {
  const walk = PRICES[priceId];
  if (walk === undefined) return undefined;
  const walked = walk.middle * Math.exp(walk.spread * wander(`${world.seed}/price/${priceId}`, step, PRICE_PACE));
  return (world.dial('price.usd', priceId) ?? walked) * world.priceFactor(priceId);
};

/** Wei a unit of gas on a chain: what its next block asks. */
export const baseFeeWei = (world: World, chainId: number, step: number): bigint => {
  const { middle, spread } = BASE_FEES[chainId] ?? { middle: 1, spread: 0 };
  const walked = middle * Math.exp(spread * wander(`${world.seed}/gas/${chainId}`, step, GAS_PACE));
  const gwei = world.dial('gas.gwei', chainById(chainId)?.slug ?? '') ?? walked;
  return BigInt(Math.max(1, Math.round(gwei * WEI_PER_GWEI)));
};
