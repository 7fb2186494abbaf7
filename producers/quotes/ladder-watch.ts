import type { Corridor } from '#core/domain/corridor.ts';
import { type BaseCorridor, baseBooks, ladder } from './ladder.ts';
import type { Planner } from './planner.ts';

/** Amounts follow prices with two digits: looking more often would find the same. */
const LOOK_MS = 2_000;

export interface LadderWatch {
  /** The rungs as they are sampled now. */
  current(): readonly BaseCorridor[];
}

/** Keeps the planner's base books at the rungs of the ladder, as prices and the bridges' corridors change. */
export const watchLadder = (deps: {
  readonly corridors: readonly Corridor[];
  readonly rungsUsd: readonly number[];
  /** False when every bridge is known not to serve the corridor. */
  readonly isServed: (corridor: string) => boolean;
  readonly readPrices: () => Promise<readonly { readonly priceId: string; readonly usd: number }[]>;
  readonly planner: Planner;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}): LadderWatch => {
  const { corridors, rungsUsd, isServed, readPrices, planner, signal, onChange, onError } = deps;
  let current: readonly BaseCorridor[] = [];
  let books = '';
  let timer: NodeJS.Timeout | undefined;

  const look = async () => {
    try {
      const prices = new Map((await readPrices()).map(({ priceId, usd }) => [priceId, usd]));
      const before = new Map(current.map(({ corridor, amounts }) => [corridor, amounts]));
      const served = corridors.filter(({ id }) => isServed(id));
      const next = ladder({ corridors: served, rungsUsd, prices, before });
      const nextBooks = baseBooks(next);
      // Prices that are gone (a flushed Redis) come back; until then the last amounts are good enough.
      if (nextBooks.join() !== books && (nextBooks.length > 0 || served.length === 0)) {
        current = next;
        books = nextBooks.join();
        planner.setBase(nextBooks);
        onChange();
      }
    } catch (error) {
      onError(error);
    }
    if (!signal.aborted) timer = setTimeout(() => void look(), LOOK_MS);
  };

  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void look();
  return { current: () => current };
};
