import type { QuoteLimits } from '../domain/quote.ts';
import { roundScore } from './rerank.ts';

/** A route that costs this much more than the cheapest has half its cost score: 0.25 USD and 0.25 % of what is moved. */
const COST_SCALE_USD = 0.25;
const COST_SCALE_SHARE = 0.0025;

/** A route that takes this long has half of the speed score. */
const SPEED_SCALE_SECONDS = 300;

/** Reliability of a bridge of which nothing is known: the mean of a Beta(18, 2) prior. */
export const RELIABILITY_PRIOR = 90;

/** Taken off while a bridge's latest answer in this book was a time-out, an error or a rate limit. */
export const TRANSIENT_FAILURE_PENALTY = 10;

/** Liquidity of a bridge that names no limit. */
export const LIQUIDITY_UNKNOWN = 50;

/** Whatever comes in, a part leaves finite, within 0 to 100 and with four decimals. */
const part = (value: number): number => (value > 0 ? roundScore(Math.min(value, 100)) : 0);

/** 100 for the cheapest, falling with what a route costs beyond it, on a scale that no other route's price can stretch. */
export const costPart = (costUsd: number, leastCostUsd: number, notionalUsd: number): number => {
  const scale = COST_SCALE_USD + COST_SCALE_SHARE * notionalUsd;
  return part((100 * scale) / (scale + Math.max(costUsd - leastCostUsd, 0)));
};

/** 100 for an instant route, 50 for five minutes, 0.3 for a day. */
export const speedPart = (etaSeconds: number): number => part(100 / (1 + etaSeconds / SPEED_SCALE_SECONDS));

/** What the health processor says of the bridge, else the prior; less while it fails. */
export const reliabilityPart = (reliability: number | undefined, failing: boolean): number =>
  part((reliability ?? RELIABILITY_PRIOR) - (failing ? TRANSIENT_FAILURE_PENALTY : 0));

/** The share of the instant limit (else of the limit) that the amount leaves free. */
export const liquidityPart = (amountIn: bigint, { instant, max }: QuoteLimits): number => {
  const limit = instant ?? max;
  if (limit === null) return LIQUIDITY_UNKNOWN;
  if (limit <= amountIn) return 0;
  return part(100 * (1 - Number(amountIn) / Number(limit)));
};
