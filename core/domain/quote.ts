import type { UserStep } from './user-step.ts';

/**
 * Why a bridge gave no quote. The list is closed; a vendor's own words are kept beside the code.
 * `definitive` failures say that the bridge will not take this amount now, so they withdraw an older quote at once;
 * the others only say that we did not hear an answer, and an older quote lives until it expires.
 */
export const FAILURE_CODES = {
  UNSUPPORTED_ROUTE: { definitive: true },
  AMOUNT_TOO_LOW: { definitive: true },
  AMOUNT_TOO_HIGH: { definitive: true },
  INSUFFICIENT_LIQUIDITY: { definitive: true },
  PAUSED: { definitive: true },
  IMPLAUSIBLE_ANSWER: { definitive: true },
  MALFORMED_ANSWER: { definitive: false },
  RATE_LIMITED: { definitive: false },
  UPSTREAM_TIMEOUT: { definitive: false },
  UPSTREAM_ERROR: { definitive: false },
} as const;

export type FailureCode = keyof typeof FAILURE_CODES;

export const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(FAILURE_CODES, code);

/**
 * What a fee pays for. `bonder` and `solver` are who pays out of their own money; `finality` is for speed before the origin is final;
 * `forwarding` for somebody who claims it on the destination; `reserve` is held back for prices that move; `integrator` is an
 * aggregator's own. `dust` is not taken: a bridge that cannot carry the last digits leaves them with the sender.
 */
export const FEE_KINDS = [
  'lp',
  'relayer-capital',
  'relayer-gas',
  'protocol',
  'swap',
  'bonder',
  'solver',
  'finality',
  'forwarding',
  'reserve',
  'integrator',
  'dust',
] as const;

export type FeeKind = (typeof FEE_KINDS)[number];

/** Taken from the amount on its way. `amount` is in base units of `asset` (canonical id). */
export interface Fee {
  readonly kind: FeeKind;
  readonly asset: string;
  readonly amount: bigint;
}

/** `claim` is what the user's further steps cost, where the bridge itself prices them; else their gas is in `userSteps`. */
export const SURCHARGE_KINDS = ['gas', 'message', 'fixed', 'claim'] as const;

/** Paid on top of the amount, in a native coin: the transaction's gas, a message's carriage. */
export interface Surcharge {
  readonly kind: (typeof SURCHARGE_KINDS)[number];
  readonly asset: string;
  readonly amount: bigint;
}

/** A bridge's limits for the corridor, in base units of the from-asset; null where it names none. */
export interface QuoteLimits {
  readonly min: bigint | null;
  readonly max: bigint | null;
  /** Up to here the bridge serves at its usual speed. */
  readonly instant: bigint | null;
}

/** One bridge's answer. amountIn less the fees is amountOut, to the base unit (plus `rebate`, where a bridge pays one). */
export interface QuoteAnswer {
  readonly amountOut: bigint;
  /** What the transaction will enforce at the bridge's default slippage. */
  readonly minAmountOut: bigint;
  readonly fees: readonly Fee[];
  /** Paid by the bridge on top, for example for balancing a pool; in base units of the to-asset. */
  readonly rebate: bigint;
  readonly surcharges: readonly Surcharge[];
  /** Gas units of the origin transaction; priced by the ranker with the live gas price. */
  readonly originGas: bigint;
  /** From the origin transaction's inclusion to the money's arrival, the user's further steps sent without delay. */
  readonly etaSeconds: { readonly p50: number; readonly p90: number };
  /** What the user has to send besides the origin transaction, first to last; absent for most. */
  readonly userSteps?: readonly UserStep[];
  readonly limits: QuoteLimits;
  readonly validUntilMs: number;
  /** Of an aggregator: the bridge that it would send by, in its own words. */
  readonly via?: string;
}

export interface QuoteFailure {
  readonly code: FailureCode;
  /** The vendor's own words, or ours, at most 300 characters. */
  readonly detail: string;
  /** The limit that the amount broke, where the vendor names it. */
  readonly limit: bigint | null;
  /** When the vendor lets us ask again. */
  readonly retryAfterMs: number | null;
}

/** A question put to one bridge, and what came back. The unit of the `quotes` topic. */
export interface QuoteEvent {
  /** Unique per question put; events with the same id are the same event. */
  readonly quoteId: string;
  readonly bridge: string;
  /** Canonical corridor id. */
  readonly corridor: string;
  readonly amountIn: bigint;
  readonly askedAtMs: number;
  /** When the answer was there. */
  readonly observedAtMs: number;
  readonly outcome:
    | { readonly kind: 'answer'; readonly answer: QuoteAnswer }
    | { readonly kind: 'failure'; readonly failure: QuoteFailure };
}

/** No quote is believed for longer than this, whatever the vendor says. */
export const QUOTE_LIFETIME_MS_MAX = 30_000;
