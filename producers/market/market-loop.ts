import type { GasPrice, MarketEvent, Price } from '#core/domain/market.ts';
import type { Result } from '#core/result.ts';
import { createChangeFilter } from './changes.ts';
import type { PriceFailure } from './prices.ts';

/** A reading that takes longer is given up: the next one is due. */
const TIMEOUT_MS = 4_000;

export interface MarketLoop {
  /** What has never been read; empty when prices and the gas of every chain are known. */
  missing(): readonly string[];
}

/** Reads prices and gas every interval, each by itself: a source that hangs does not hold up the others. */
export const startMarketLoop = (deps: {
  readonly readPrices: (signal: AbortSignal) => Promise<Result<readonly Price[], PriceFailure>>;
  readonly readGas: ReadonlyMap<string, (signal: AbortSignal) => Promise<Result<GasPrice, string>>>;
  readonly publish: (event: MarketEvent) => Promise<void>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly onFailure: (source: string, detail: string) => void;
}): MarketLoop => {
  const { readPrices, readGas, publish, intervalMs, signal, onFailure } = deps;
  const isNews = createChangeFilter();
  const missing = new Set(['prices', ...[...readGas.keys()].map((slug) => `gas of ${slug}`)]);
  const timers = new Map<string, NodeJS.Timeout>();

  const emit = async (source: string, events: readonly MarketEvent[]) => {
    await Promise.all(events.filter(isNews).map(publish));
    if (events.length > 0) missing.delete(source);
  };

  /** One source's endless round. `read` says how long to leave the source alone beyond the interval. */
  const round = async (source: string, read: (signal: AbortSignal) => Promise<number>): Promise<void> => {
    let pauseMs = 0;
    try {
      pauseMs = await read(AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    } catch (error) {
      if (!signal.aborted) onFailure(source, String(error));
    }
    if (!signal.aborted)
      timers.set(
        source,
        setTimeout(() => void round(source, read), Math.max(intervalMs, pauseMs)),
      );
  };

  signal.addEventListener('abort', () => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  void round('prices', async (within) => {
    const given = await readPrices(within);
    if (given.ok) await emit('prices', given.value);
    else onFailure('prices', given.error.detail);
    return given.ok ? 0 : (given.error.retryAfterMs ?? 0);
  });
  for (const [slug, read] of readGas) {
    void round(`gas of ${slug}`, async (within) => {
      const given = await read(within);
      if (given.ok) await emit(`gas of ${slug}`, [given.value]);
      else onFailure(`gas of ${slug}`, given.error);
      return 0;
    });
  }
  return { missing: () => [...missing] };
};
