import type { FailureCode } from '../domain/quote.ts';

/** When something happened, by the log's clock where the observer's is wrong; the id breaks ties, so that of two one is always the later. */
export interface Moment {
  readonly id: string;
  readonly atMs: number;
}

/**
 * What a bridge's answer, or its silence, says of it. `answered`: it gave a quote. `failed`: it should have and did not. `refused`: it
 * works and does not want this one, or it limits our rate. `reached`: it was looked at and seemed well, which closes no breaker.
 */
export type Verdict = 'answered' | 'failed' | 'refused' | 'reached';

/** One look at a bridge: a quote of real traffic, a probe, a ping, a contract's flag. */
export interface Look extends Moment {
  readonly kind: 'look';
  readonly verdict: Verdict;
  /** Of what failed, or was limited. */
  readonly code: FailureCode | null;
  readonly detail: string;
  /** Slugs of the chains that it touches; none when it speaks of the bridge as a whole. */
  readonly chains: readonly string[];
  /** Of an answer. */
  readonly latencyMs: number | null;
  /** When it was asked, on the same clock as `atMs`. */
  readonly askedAtMs: number;
}

/** An incident that somebody declared, or says is over. */
export interface IncidentWord extends Moment {
  readonly kind: 'incident';
  readonly reference: string;
  readonly stands: boolean;
  readonly detail: string;
}

export interface TvlReading extends Moment {
  readonly kind: 'tvl';
  readonly usd: number;
}

/** A transfer came to its end. */
export interface TransferEnd extends Moment {
  readonly kind: 'transfer';
  readonly arrived: boolean;
}

/** Where the bridge's route stood in a book. */
export interface Standing extends Moment {
  readonly kind: 'standing';
  /** Part `cost` of its score, 0 to 100: 100 is the book's cheapest. */
  readonly costScore: number;
  readonly first: boolean;
}

/** All that the health of a bridge is made of. */
export type HealthEvent = Look | IncidentWord | TvlReading | TransferEnd | Standing;
