import { inWholeUnits, toUsd } from '../domain/amount.ts';
import { assetById, nativeAsset } from '../domain/asset.ts';
import type { Corridor } from '../domain/corridor.ts';
import type { Surcharge } from '../domain/quote.ts';
import type { Candidate, RouteCost } from '../domain/route.ts';
import type { UserStep } from '../domain/user-step.ts';
import type { MarketView } from './market-view.ts';

/** Of what a transaction would let slip at most, this share is expected to be lost. */
export const EXPECTED_SLIPPAGE_SHARE = 0.25;

/** The price of time: money on its way costs this share of itself an hour (5 bps; 1.2 % a day). */
export const TIME_PRICE_PER_HOUR = 0.0005;

/** Any longer wait counts as this: a hundred days is as good as never. */
export const ETA_SECONDS_MAX = 8_640_000;

/** What a route costs and moves, in USD. */
export interface Valuation {
  readonly cost: RouteCost;
  /** Value of amountIn. */
  readonly notionalUsd: number;
  readonly amountOutUsd: number;
}

/** What is paid besides the amount, in USD; the origin transaction's gas is counted apart. Undefined when a price is missing. */
const surchargesUsd = (surcharges: readonly Surcharge[], market: MarketView): number | undefined => {
  let sum = 0;
  for (const { kind, asset, amount } of surcharges) {
    if (kind === 'gas') continue;
    const paidIn = assetById(asset);
    const price = paidIn && market.priceUsd(paidIn);
    if (paidIn === undefined || price === undefined) return undefined;
    sum += toUsd(amount, paidIn.decimals, price);
  }
  return sum;
};

/** What so many units of gas cost on a chain; undefined when the chain's gas or its coin has no price. */
const gasUsd = (gas: bigint, chainId: number, market: MarketView): number | undefined => {
  const coin = nativeAsset(chainId);
  const price = coin && market.priceUsd(coin);
  const weiPerGas = market.weiPerGas(chainId);
  if (coin === undefined || price === undefined || weiPerGas === undefined) return undefined;
  return inWholeUnits(Number(gas) * weiPerGas, coin.decimals) * price;
};

/** The gas of the user's further steps, each on its own chain. */
const userStepsUsd = (steps: readonly UserStep[], market: MarketView): number | undefined => {
  let sum = 0;
  for (const { chainId, gas } of steps) {
    if (gas === 0n) continue;
    const usd = gasUsd(gas, chainId, market);
    if (usd === undefined) return undefined;
    sum += usd;
  }
  return sum;
};

/**
 * Values a candidate with the market as it is. Undefined when a price or the gas price is unknown, or when the numbers
 * are so absurd that no finite estimate comes out. `total` is written so that more amountOut can only lower it.
 */
export const valueRoute = (candidate: Candidate, corridor: Corridor, market: MarketView): Valuation | undefined => {
  const priceIn = market.priceUsd(corridor.from);
  const priceOut = market.priceUsd(corridor.to);
  if (priceIn === undefined || priceOut === undefined) return undefined;
  let gas = gasUsd(candidate.originGas, corridor.from.chainId, market);
  if (gas === undefined) return undefined;
  let paidBesides = 0;
  for (const leg of candidate.legs) {
    const usd = surchargesUsd(leg.surcharges, market);
    if (usd === undefined) return undefined;
    paidBesides += usd;
    if (leg.userSteps === undefined) continue;
    const stepsGas = userStepsUsd(leg.userSteps, market);
    if (stepsGas === undefined) return undefined;
    gas += stepsGas;
  }
  const notionalUsd = toUsd(candidate.amountIn, corridor.from.decimals, priceIn);
  const amountOutUsd = toUsd(candidate.amountOut, corridor.to.decimals, priceOut);
  const worstOutUsd = Math.min(toUsd(candidate.minAmountOut, corridor.to.decimals, priceOut), amountOutUsd);
  const time = (notionalUsd * TIME_PRICE_PER_HOUR * Math.min(candidate.etaSeconds.p50, ETA_SECONDS_MAX)) / 3_600;
  const expectedOutUsd = amountOutUsd * (1 - EXPECTED_SLIPPAGE_SHARE) + worstOutUsd * EXPECTED_SLIPPAGE_SHARE;
  const total = notionalUsd + paidBesides + gas + time - expectedOutUsd;
  if (!Number.isFinite(total)) return undefined;
  const fees = notionalUsd - amountOutUsd + paidBesides;
  const slippage = (amountOutUsd - worstOutUsd) * EXPECTED_SLIPPAGE_SHARE;
  return { cost: { fees, gas, slippage, time, total }, notionalUsd, amountOutUsd };
};
