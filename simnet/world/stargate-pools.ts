import type { StargatePool } from '#bridges/_stargate/contracts.ts';
import { uniform } from './noise.ts';

type Symbol = StargatePool['symbol'];

/** Stargate counts amounts across chains in six decimals. */
export const SHARED_DECIMALS = 6;

/** What each pool is given at the start, in whole tokens. It covers the credits of the five paths that lead to it. */
export const POOL_DEPOSITS: Readonly<Record<Symbol, string>> = { USDC: '6000000', USDT: '5000000', ETH: '3000' };

/** Least and most credit of a path at the start, in whole tokens. Between the busy chains there is always room for the ladder's top. */
const CREDITS: Readonly<Record<Symbol, { readonly least: number; readonly busyLeast: number; readonly most: number }>> = {
  USDC: { least: 40_000, busyLeast: 250_000, most: 1_150_000 },
  USDT: { least: 30_000, busyLeast: 220_000, most: 950_000 },
  ETH: { least: 60, busyLeast: 90, most: 550 },
};
const BUSY = new Set([1, 10, 8453, 42161]);

/** The credit that a path starts with, in whole tokens. */
export const startingCredit = (seed: string, symbol: Symbol, from: number, to: number): number => {
  const { least, busyLeast, most } = CREDITS[symbol];
  const floor = BUSY.has(from) && BUSY.has(to) ? busyLeast : least;
  return Math.floor(floor + (most - floor) * uniform(`${seed}/credit/${symbol}/${from}/${to}`) ** 2);
};
