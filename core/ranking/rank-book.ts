import type { Exclusion } from '../domain/book.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { RankedRoute, Weights } from '../domain/route.ts';
import { appraise } from './appraise.ts';
import { type Appraisal, type BookState, type BridgeSlot, isLater } from './book-state.ts';
import { exclusionOf } from './exclusion.ts';
import type { FillTimesView } from './fill-times-board.ts';
import type { MarketView } from './market-view.ts';
import { costPart, reliabilityPart } from './parts.ts';
import { compareRoutes, totalScore } from './rerank.ts';
import { effectiveWeights, PRESET_WEIGHTS } from './weights.ts';

/** A route is far slower than its rivals when it takes longer than this and … */
export const FAR_SLOWER_SECONDS = 3_600;
/** … more than so many times as long as the fastest of the book. */
export const FAR_SLOWER_FACTOR = 10;

/** What the ranking reads beside the book's own quotes; the same for every book. */
export interface RankingInputs {
  readonly market: MarketView;
  readonly statuses: ReadonlyMap<string, BridgeStatus>;
  readonly fillTimes: FillTimesView;
  /** Every bridge that is asked. */
  readonly bridges: readonly string[];
}

export interface Ranking {
  readonly routes: readonly RankedRoute[];
  readonly excluded: readonly Exclusion[];
  readonly pending: readonly string[];
  readonly volatility: number;
  readonly weights: Weights;
  /** When the ranking changes although nothing happens: the next quote expires. Infinity when none is left. */
  readonly nextExpiryMs: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Unplaced = Omit<Mutable<RankedRoute>, 'score'> & { score: Mutable<RankedRoute['score']>; notionalUsd: number };

/** A route with every part but its cost, which needs the whole book. */
const unplaced = (slot: BridgeSlot, appraisal: Appraisal, status: BridgeStatus | undefined): Unplaced | undefined => {
  const { answer, fault } = slot;
  const { candidate, valuation, speed, liquidity } = appraisal;
  if (answer === undefined || valuation === undefined) return undefined;
  const failing = fault !== undefined && isLater(fault, answer);
  return {
    routeId: slot.routeId,
    amountOut: candidate.amountOut,
    candidate,
    rank: 0,
    score: {
      total: 0,
      cost: 0,
      speed,
      reliability: reliabilityPart(status?.reliability, failing),
      liquidity,
    },
    cost: valuation.cost,
    amountOutUsd: valuation.amountOutUsd,
    farSlower: false,
    notionalUsd: valuation.notionalUsd,
  };
};

/** Books are short, and this is the hottest loop there is: insertion beats the general sort by far. */
const sortInPlace = (routes: Unplaced[]): void => {
  for (let next = 1; next < routes.length; next += 1) {
    const route = routes[next] as Unplaced;
    let place = next;
    for (; place > 0; place -= 1) {
      const before = routes[place - 1] as Unplaced;
      if (compareRoutes(before, before.score.total, route, route.score.total) <= 0) break;
      routes[place] = before;
    }
    routes[place] = route;
  }
};

/**
 * Fills in what depends on the other routes. The cheapest route is the measure of cost, unless it is far slower than the fastest:
 * time has a price, so such a route sets no measure and its own cost score is no better than its speed score.
 */
const scoreAndSort = (routes: Unplaced[], weights: Weights): void => {
  let fastest = Number.POSITIVE_INFINITY;
  for (const { candidate } of routes) fastest = Math.min(fastest, candidate.etaSeconds.p50);
  const tooSlow = Math.max(FAR_SLOWER_SECONDS, fastest * FAR_SLOWER_FACTOR);
  let leastCostUsd = Number.POSITIVE_INFINITY;
  for (const route of routes) {
    route.farSlower = route.candidate.etaSeconds.p50 > tooSlow;
    if (!route.farSlower) leastCostUsd = Math.min(leastCostUsd, route.cost.total);
  }
  for (const route of routes) {
    const { score } = route;
    const cost = costPart(route.cost.total, leastCostUsd, route.notionalUsd);
    score.cost = route.farSlower ? Math.min(cost, score.speed) : cost;
    score.total = totalScore(score, weights);
  }
  sortInPlace(routes);
  let rank = 0;
  for (const route of routes) {
    rank += 1;
    route.rank = rank;
  }
};

const byBridge = (a: Exclusion, b: Exclusion): number => (a.bridge < b.bridge ? -1 : 1);

/** Ranks a book as it stands at `nowMs`. The same state, inputs and moment always give the same ranking. */
export const rankBook = (state: BookState, inputs: RankingInputs, nowMs: number): Ranking => {
  const { market, statuses, fillTimes, bridges } = inputs;
  const routes: Unplaced[] = [];
  const excluded: Exclusion[] = [];
  let nextExpiryMs = Number.POSITIVE_INFINITY;
  for (const slot of state.slots.values()) {
    const status = statuses.get(slot.bridge);
    const validUntilMs = slot.answer?.candidate.validUntilMs ?? 0;
    if (validUntilMs > nowMs && validUntilMs < nextExpiryMs) nextExpiryMs = validUntilMs;
    const exclusion = exclusionOf(slot, status, nowMs);
    if (exclusion !== undefined) {
      excluded.push(exclusion);
      continue;
    }
    const appraisal = appraise(slot, state.corridor, market, fillTimes);
    const route = appraisal && unplaced(slot, appraisal, status);
    if (route !== undefined) routes.push(route);
    else
      excluded.push({ bridge: slot.bridge, reason: 'PRICE_UNKNOWN', detail: 'a price or the gas price that its cost needs is not known' });
  }
  const volatility = market.volatility(state.corridor.from, state.corridor.to);
  const weights = effectiveWeights(PRESET_WEIGHTS.best, volatility);
  scoreAndSort(routes, weights);
  if (excluded.length > 1) excluded.sort(byBridge);
  const pending = state.slots.size === 0 ? bridges : bridges.filter((bridge) => !state.slots.has(bridge));
  return { routes, excluded, pending, volatility, weights, nextExpiryMs };
};
