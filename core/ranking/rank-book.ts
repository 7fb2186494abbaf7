import type { Exclusion } from '../domain/book.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { RankedRoute, Weights } from '../domain/route.ts';
import { appraise } from './appraise.ts';
import type { BookState } from './book-state.ts';
import type { Appraisal } from './bridge-slot.ts';
import { exclusionOf } from './exclusion.ts';
import { VALID_UNTIL_MS } from './figures.ts';
import type { FillTimesView } from './fill-times-board.ts';
import type { MarketView } from './market-view.ts';
import { placeRoutes } from './place-routes.ts';
import { effectiveWeights, PRESET_WEIGHTS } from './weights.ts';

/** What the ranking reads beside the book's own quotes; the same for every book. */
export interface RankingInputs {
  readonly market: MarketView;
  readonly statuses: ReadonlyMap<string, BridgeStatus>;
  readonly fillTimes: FillTimesView;
  /** Every bridge that is asked. */
  readonly bridges: readonly string[];
  /** Of the parts of a score; those of the preset `best` when left out. */
  readonly weights?: Weights;
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

const byBridge = (a: Exclusion, b: Exclusion): number => (a.bridge < b.bridge ? -1 : 1);

/** Who has not said anything yet. Slots only come, so the answer stays until one does. */
const pendingOf = (state: BookState, bridges: readonly string[]): readonly string[] => {
  const { slots, pending: known } = state;
  if (known.bridges === bridges && known.slots === slots.size) return known.names;
  const names = bridges.filter((bridge) => !slots.has(bridge));
  state.pending = { bridges, slots: slots.size, names };
  return names;
};

/** Ranks a book as it stands at `nowMs`. The same state, inputs and moment always give the same ranking. */
export const rankBook = (state: BookState, inputs: RankingInputs, nowMs: number): Ranking => {
  const { market, statuses, fillTimes, bridges, weights: wanted = PRESET_WEIGHTS.best } = inputs;
  const { figures } = state;
  const standing: Appraisal[] = [];
  const excluded: Exclusion[] = [];
  let nextExpiryMs = Number.POSITIVE_INFINITY;
  for (const slot of state.slots.values()) {
    const status = statuses.get(slot.bridge);
    const validUntilMs = figures[slot.row + VALID_UNTIL_MS] as number;
    if (validUntilMs > nowMs && validUntilMs < nextExpiryMs) nextExpiryMs = validUntilMs;
    const exclusion =
      slot.stands && validUntilMs > nowMs && (status === undefined || status.breaker === 'closed')
        ? undefined
        : exclusionOf(slot, status, nowMs);
    const appraisal = exclusion === undefined ? appraise(slot, state, { market, fillTimes, status }) : undefined;
    if (appraisal !== undefined) standing.push(appraisal);
    // What a bridge said last before it was taken out of the configuration: nobody will ask it again.
    else if (validUntilMs <= nowMs && !bridges.includes(slot.bridge)) continue;
    else if (exclusion !== undefined) excluded.push(exclusion);
    else
      excluded.push({ bridge: slot.bridge, reason: 'PRICE_UNKNOWN', detail: 'a price or the gas price that its cost needs is not known' });
  }
  const volatility = market.volatility(state.corridor.from, state.corridor.to);
  const weights = effectiveWeights(wanted, volatility);
  const routes = placeRoutes(standing, state, weights);
  if (excluded.length > 1) excluded.sort(byBridge);
  return { routes, excluded, pending: pendingOf(state, bridges), volatility, weights, nextExpiryMs };
};
