import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { FillTimesEvent } from '#core/domain/fill-times.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { FillTimesBoard } from '#core/ranking/fill-times-board.ts';
import type { Market } from '#core/ranking/market-view.ts';
import { ranksAlike } from '#core/ranking/ranks-alike.ts';
import type { BookShelf } from './book-shelf.ts';
import type { PriceView } from './price-view.ts';

/** Figures that nobody has renewed for so long hold no fill that still counts. */
const FILL_TIMES_AGE_MS_MAX = (7 * 24 + 1) * 3_600_000;

/** What every ranker reads whole, taken in: each piece of news has the books that it speaks of ranked anew. */
export const createGlobalInputs = (deps: {
  market: Market;
  statuses: Map<string, BridgeStatus>;
  fillTimes: FillTimesBoard;
  shelf: BookShelf;
  prices: PriceView;
  now: () => number;
}) => {
  const { market, statuses, fillTimes, shelf, prices, now } = deps;

  const onMarket = (event: MarketEvent) => {
    if (event.kind === 'price') prices.put(event);
    if (!market.fold(event)) return;
    // A book's cost speaks of its two assets and of the coin and the gas of its origin.
    if (event.kind === 'gas') shelf.touch(({ corridor }) => corridor.from.chainId === event.chainId);
    else shelf.touch(({ priceIds }) => priceIds.includes(event.priceId));
  };
  const onStatus = (status: BridgeStatus) => {
    const before = statuses.get(status.bridge);
    if (before !== undefined && before.observedAtMs >= status.observedAtMs) return;
    statuses.set(status.bridge, status);
    if (before !== undefined && ranksAlike(before, status)) return;
    shelf.touch(({ slots }) => slots.has(status.bridge));
  };
  const onFillTimes = (event: FillTimesEvent) => {
    if (event.observedAtMs < now() - FILL_TIMES_AGE_MS_MAX || !fillTimes.fold(event)) return;
    shelf.touch(({ corridor, slots }) => corridor.id === event.corridor && slots.has(event.bridge));
  };
  return { onMarket, onStatus, onFillTimes };
};
