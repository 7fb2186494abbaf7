import type { Fee, QuoteLimits, Surcharge } from './quote.ts';
import type { Tag } from './tags.ts';
import type { UserStep } from './user-step.ts';

/** One step of a route. In this first set every route has one leg, of kind `bridge`. */
export interface Leg {
  readonly kind: 'swap' | 'bridge';
  /** The bridge's or the DEX's id. */
  readonly venue: string;
  /** Whom an aggregator picked, in its own words. */
  readonly via?: string;
  /** Canonical asset ids. */
  readonly from: string;
  readonly to: string;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly fees: readonly Fee[];
  readonly rebate: bigint;
  readonly surcharges: readonly Surcharge[];
  /** What the user has to send besides the origin transaction, first to last; absent for most. */
  readonly userSteps?: readonly UserStep[];
}

/** A complete way from amountIn to amountOut that could stand in a book. */
export interface Candidate {
  readonly routeId: string;
  readonly legs: readonly Leg[];
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly minAmountOut: bigint;
  readonly originGas: bigint;
  readonly etaSeconds: { readonly p50: number; readonly p90: number };
  /** Whether the expected time is the quote's own, or moved towards what fills of the corridor took of late. */
  readonly etaSource: 'quoted' | 'observed';
  readonly limits: QuoteLimits;
  readonly observedAtMs: number;
  readonly validUntilMs: number;
}

/** The four parts of a score, each 0 to 100, and what they come to with the weights in force. */
export interface Score {
  readonly total: number;
  readonly cost: number;
  readonly speed: number;
  readonly reliability: number;
  readonly liquidity: number;
}

export interface Weights {
  readonly cost: number;
  readonly speed: number;
  readonly reliability: number;
  readonly liquidity: number;
}

/** USD estimates of what a route costs, taken apart. `total` is their sum. */
export interface RouteCost {
  readonly fees: number;
  readonly gas: number;
  readonly slippage: number;
  readonly time: number;
  readonly total: number;
}

/**
 * A route in its place. What placed it, in words, follows from its neighbours: `core/ranking/rule.ts`. From one ranking of a book to the
 * next a route of which nothing changed is the same object, and so is a score: whoever keeps what he made of one need not look further.
 */
export interface RankedRoute {
  readonly routeId: string;
  readonly amountOut: bigint;
  readonly candidate: Candidate;
  readonly rank: number;
  readonly score: Score;
  readonly cost: RouteCost;
  readonly amountOutUsd: number;
  /** So much slower than the fastest that its cost counts no more than its speed. */
  readonly farSlower: boolean;
  /** What it is the best of; of routes that are level the one that stands higher. */
  readonly tags: readonly Tag[];
}
