import type { MarketEvent } from '#core/domain/market.ts';

/** What has not changed is said again this often, so that a reader knows that it is still so. */
const REPEAT_MS = 30_000;

const idOf = (event: MarketEvent): string => (event.kind === 'price' ? event.priceId : `gas:${event.chainId}`);
const figureOf = (event: MarketEvent): number | bigint => (event.kind === 'price' ? event.usd : event.weiPerGas);

/** Lets an event through when its value differs from the last one let through, or when that one is 30 s old. */
export const createChangeFilter = (): ((event: MarketEvent) => boolean) => {
  const last = new Map<string, MarketEvent>();
  return (event) => {
    const before = last.get(idOf(event));
    const same = before !== undefined && figureOf(before) === figureOf(event);
    if (same && event.observedAtMs - before.observedAtMs < REPEAT_MS) return false;
    last.set(idOf(event), event);
    return true;
  };
};
