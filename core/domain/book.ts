import type { FailureCode } from './quote.ts';
import type { RankedRoute, Weights } from './route.ts';

/** Why a bridge has no route in a book. A failure's code, or one of the ranking's own reasons. */
export type ExclusionReason = FailureCode | 'LIMIT' | 'EXPIRED' | 'BREAKER_OPEN' | 'PRICE_UNKNOWN';

export interface Exclusion {
  readonly bridge: string;
  readonly reason: ExclusionReason;
  readonly detail: string;
}

/** The ranked routes of a corridor at one input amount. */
export interface Book {
  /** `corridor@amountIn`. */
  readonly key: string;
  readonly corridor: string;
  readonly amountIn: bigint;
  /** Rises with every change, over restarts too. 0 is the empty book that nobody has computed yet. */
  readonly version: number;
  readonly asOfMs: number;
  /** First to last. */
  readonly routes: readonly RankedRoute[];
  readonly excluded: readonly Exclusion[];
  /** Bridges that were asked and have not answered yet. */
  readonly pending: readonly string[];
  /** 0 in calm markets, 1 in the wildest: how far weight moves from cost to speed. */
  readonly volatility: number;
  /** The weights that placed the routes: the preset `best`, moved by the volatility. */
  readonly weights: Weights;
}
