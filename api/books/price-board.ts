import type { LivePrice, PriceReader } from '#platform/redis/price-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';

/** A price older than this is no live price. Prices come every few seconds. */
export const PRICE_LIFETIME_MS = 120_000;
/** How often all prices are read again, should an announcement have been lost or Redis have been away at start. */
const REREAD_MS = 15_000;

/** The live prices, held in memory. */
export interface PriceBoard {
  /** USD a whole unit; undefined when there is no live price. */
  priceOf(priceId: string): number | undefined;
  all(): readonly LivePrice[];
  onChange(listener: (price: LivePrice) => void): () => void;
  close(): void;
}

export const createPriceBoard = (deps: { reader: PriceReader; now: () => number; logger: Logger }): PriceBoard => {
  const { reader, now, logger } = deps;
  // Bounded by the registry of assets, whose price ids the market producer asks for.
  const prices = new Map<string, LivePrice>();
  const listeners = new Set<(price: LivePrice) => void>();
  let watched = false;

  const take = (price: LivePrice) => {
    if (price.observedAtMs <= (prices.get(price.priceId)?.observedAtMs ?? 0)) return;
    prices.set(price.priceId, price);
    for (const listener of listeners) listener(price);
  };
  const read = async () => {
    try {
      if (!watched) {
        await reader.watch(take);
        watched = true;
      }
      for (const price of await reader.readAll()) take(price);
    } catch (error) {
      logger.debug({ error: String(error) }, 'prices could not be read; the next round tries again');
    }
  };
  reader.onRestored(() => void read());
  const timer = setInterval(() => void read(), REREAD_MS);
  void read();

  return {
    priceOf: (priceId) => {
      const price = prices.get(priceId);
      return price !== undefined && price.observedAtMs + PRICE_LIFETIME_MS > now() ? price.usd : undefined;
    },
    all: () => [...prices.values()],
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
};
