import type { Weights } from '../domain/route.ts';

/** The four published parts of a score. */
export interface Parts {
  readonly cost: number;
  readonly speed: number;
  readonly reliability: number;
  readonly liquidity: number;
}

/** What of a route decides its place. Routes of the ranker and published JSON routes both fit. */
export interface Placeable {
  readonly routeId: string;
  readonly amountOut: string | bigint;
  readonly score: Parts;
}

const DECIMALS = 10_000;

/** Scores are published with four decimals, and it is the published number that is weighed. */
export const roundScore = (value: number): number => Math.round(value * DECIMALS) / DECIMALS;

/** Weights as they count, with their sum. */
interface Shares extends Parts {
  readonly sum: number;
}

const NOTHING_COUNTS: Shares = { cost: 0, speed: 0, reliability: 0, liquidity: 0, sum: 0 };

/** Only proportions count; by the largest weight, so that huge weights do not overflow. */
export const sharesOf = (weights: Weights): Shares => {
  const largest = Math.max(weights.cost, weights.speed, weights.reliability, weights.liquidity);
  if (!(largest > 0)) return NOTHING_COUNTS;
  const cost = weights.cost / largest;
  const speed = weights.speed / largest;
  const reliability = weights.reliability / largest;
  const liquidity = weights.liquidity / largest;
  return { cost, speed, reliability, liquidity, sum: cost + speed + reliability + liquidity };
};

/** The weighted mean of the published parts, itself rounded to four decimals; 0 when every weight is 0. */
export const totalScore = (parts: Parts, { cost, speed, reliability, liquidity, sum }: Shares): number => {
  if (sum === 0) return 0;
  const weighed = parts.cost * cost + parts.speed * speed + parts.reliability * reliability + parts.liquidity * liquidity;
  return roundScore(Math.min(weighed / sum, 100));
};

/** Compares amounts of base units, as decimal strings or as bigint. */
const compareAmounts = (a: string | bigint, b: string | bigint): number => {
  const left = typeof a === 'bigint' ? a : BigInt(a);
  const right = typeof b === 'bigint' ? b : BigInt(b);
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Negative when `a` stands above `b`. A total order: only the same route is level with itself. */
export const compareRoutes = (a: Placeable, aTotal: number, b: Placeable, bTotal: number): number =>
  bTotal - aTotal ||
  b.score.cost - a.score.cost ||
  b.score.speed - a.score.speed ||
  b.score.reliability - a.score.reliability ||
  b.score.liquidity - a.score.liquidity ||
  compareAmounts(b.amountOut, a.amountOut) ||
  (a.routeId < b.routeId ? -1 : a.routeId > b.routeId ? 1 : 0);

/**
 * Orders routes by any caller's weights, from nothing but what is published with them: the ranker, the API's
 * presets and the SDK all place routes with this one function. Gives each route with its total, first to last.
 */
export const rerank = <R extends Placeable>(routes: readonly R[], weights: Weights): { readonly route: R; readonly total: number }[] => {
  const shares = sharesOf(weights);
  return routes
    .map((route) => ({ route, total: totalScore(route.score, shares) }))
    .sort((a, b) => compareRoutes(a.route, a.total, b.route, b.total));
};
