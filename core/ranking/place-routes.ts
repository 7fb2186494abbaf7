import type { RankedRoute, Score, Weights } from '../domain/route.ts';
import { tagsWhere } from '../domain/tags.ts';
import type { BookState } from './book-state.ts';
import type { Appraisal } from './bridge-slot.ts';
import { AMOUNT_OUT, COST, COST_USD, ETA_SECONDS, type Figures, LIQUIDITY, NOTIONAL_USD, RELIABILITY, SPEED, TOTAL } from './figures.ts';
import { setMeasure } from './measure.ts';
import { costPart } from './parts.ts';
import { compareRoutes, sharesOf, totalScore } from './rerank.ts';

/** A route is far slower than its rivals when it takes longer than this and … */
export const FAR_SLOWER_SECONDS = 3_600;
/** … more than so many times as long as the fastest of the book. */
export const FAR_SLOWER_FACTOR = 10;

type Scored = Appraisal & { readonly score: Score };

/**
 * Scores what depends on the other routes. The cheapest route is the measure of cost, unless it is far slower than the fastest:
 * time has a price, so such a route sets no measure and its own cost score is no better than its speed score.
 */
const scoreAll = (standing: readonly Appraisal[], { figures, measure }: BookState, weights: Weights): void => {
  let fastest = Number.POSITIVE_INFINITY;
  for (const { row } of standing) fastest = Math.min(fastest, figures[row + ETA_SECONDS] as number);
  const tooSlow = Math.max(FAR_SLOWER_SECONDS, fastest * FAR_SLOWER_FACTOR);
  let leastCostUsd = Number.POSITIVE_INFINITY;
  for (const { row } of standing) {
    if ((figures[row + ETA_SECONDS] as number) <= tooSlow) leastCostUsd = Math.min(leastCostUsd, figures[row + COST_USD] as number);
  }
  setMeasure(measure, leastCostUsd, tooSlow, weights);
  const { revision } = measure;
  const shares = sharesOf(weights);
  for (const appraisal of standing) {
    if (appraisal.measuredBy === revision) continue;
    appraisal.measuredBy = revision;
    const { row } = appraisal;
    const farSlower = (figures[row + ETA_SECONDS] as number) > tooSlow;
    const byCost = costPart(figures[row + COST_USD] as number, leastCostUsd, figures[row + NOTIONAL_USD] as number);
    const speed = figures[row + SPEED] as number;
    const reliability = figures[row + RELIABILITY] as number;
    const liquidity = figures[row + LIQUIDITY] as number;
    const cost = farSlower ? Math.min(byCost, speed) : byCost;
    const total = totalScore({ cost, speed, reliability, liquidity }, shares);
    // A score that is given out never changes; a route whose score stays keeps the very same object.
    if (appraisal.score !== undefined && figures[row + COST] === cost && figures[row + TOTAL] === total) {
      if (appraisal.farSlower === farSlower) continue;
    }
    figures[row + COST] = cost;
    figures[row + TOTAL] = total;
    appraisal.farSlower = farSlower;
    appraisal.score = { total, cost, speed, reliability, liquidity };
  }
};

/** Books are short, and this is the hottest loop there is: insertion beats the general sort by far. */
const sortInPlace = (scored: Scored[], figures: Figures): void => {
  for (let next = 1; next < scored.length; next += 1) {
    const one = scored[next] as Scored;
    const total = figures[one.row + TOTAL] as number;
    let place = next;
    for (; place > 0; place -= 1) {
      const before = scored[place - 1] as Scored;
      const beforeTotal = figures[before.row + TOTAL] as number;
      if (beforeTotal > total || (beforeTotal === total && compareRoutes(before, beforeTotal, one, total) <= 0)) break;
      scored[place] = before;
    }
    scored[place] = one;
  }
};

/** The first of the sorted in which a figure is least; of none the first is. */
const leastIn = (scored: readonly Scored[], figures: Figures, column: number): Scored | undefined => {
  let least = scored[0];
  for (const one of scored) {
    if (least !== undefined && (figures[one.row + column] as number) < (figures[least.row + column] as number)) least = one;
  }
  return least;
};

/** The first of the sorted that pays out most. */
const mostOutOf = (scored: readonly Scored[], figures: Figures): Scored | undefined => {
  let most = scored[0];
  for (const one of scored) {
    if (most === undefined) break;
    const more = (figures[one.row + AMOUNT_OUT] as number) - (figures[most.row + AMOUNT_OUT] as number);
    if (more > 0 || (more === 0 && one.amountOut > most.amountOut)) most = one;
  }
  return most;
};

/** Scores and orders the answers that stand, first to last. A route of which nothing changed is the very object of last time. */
export const placeRoutes = (standing: Appraisal[], state: BookState, weights: Weights): RankedRoute[] => {
  scoreAll(standing, state, weights);
  const { figures } = state;
  const scored = standing as Scored[];
  sortInPlace(scored, figures);
  // A lone route is compared with nothing.
  const compared = scored.length > 1;
  const cheapest = compared ? leastIn(scored, figures, COST_USD) : undefined;
  const fastest = compared ? leastIn(scored, figures, ETA_SECONDS) : undefined;
  const mostOut = compared ? mostOutOf(scored, figures) : undefined;
  const routes: RankedRoute[] = [];
  for (const one of scored) {
    const rank = routes.length + 1;
    const tags = tagsWhere(one === cheapest, one === fastest, one === mostOut, one.farSlower);
    let { route } = one;
    if (route === undefined || route.rank !== rank || route.score !== one.score || route.tags !== tags) {
      const { routeId, amountOut, candidate, valuation, score, farSlower } = one;
      const { cost, amountOutUsd } = valuation;
      route = { routeId, amountOut, candidate, rank, score, cost, amountOutUsd, farSlower, tags };
      one.route = route;
    }
    routes.push(route);
  }
  return routes;
};
