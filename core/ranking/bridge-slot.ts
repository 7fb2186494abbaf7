import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { QuoteFailure } from '../domain/quote.ts';
import type { Candidate, RankedRoute, Score } from '../domain/route.ts';
import type { Valuation } from './route-cost.ts';

/** When something was observed; the quote's id breaks ties, so that of two events one is always the later. */
interface Moment {
  readonly observedAtMs: number;
  readonly quoteId: string;
}

/** What an answer comes to, kept because a book is ranked far more often than one bridge's answer changes. Its numbers are in the book's figures. */
export interface Appraisal {
  /** Where its row of the figures begins. */
  readonly row: number;
  /** Of the market and of the fill times that it was made with. */
  readonly revision: number;
  readonly timesRevision: number;
  readonly status: BridgeStatus | undefined;
  /** The next four are what it came to in its book, last time. Scores and routes are replaced, never changed: rankings that were given out hold them. */
  score: Score | undefined;
  farSlower: boolean;
  /** The book's measure that the score was made by. */
  measuredBy: number;
  route: RankedRoute | undefined;
  readonly routeId: string;
  readonly amountOut: bigint;
  /** With the time that is to be expected of it. */
  readonly candidate: Candidate;
  readonly valuation: Valuation;
}

/** What a book holds of one bridge: its latest answer, its latest refusal and its latest fault. */
export interface BridgeSlot {
  readonly bridge: string;
  readonly routeId: string;
  /** Where its row of the figures begins. */
  readonly row: number;
  answer: (Moment & { readonly candidate: Candidate; readonly brokenLimit: string | undefined }) | undefined;
  /** A definitive failure: it withdraws every earlier answer, whatever faults come after it. */
  refusal: (Moment & { readonly failure: QuoteFailure }) | undefined;
  /** A failure that only says that nothing was heard. */
  fault: (Moment & { readonly failure: QuoteFailure }) | undefined;
  /** Whether there is an answer that no refusal withdraws and that breaks no limit: until it expires, only a breaker may exclude it. */
  stands: boolean;
  appraised: Appraisal | undefined;
}

/** Whether `a` is later than `b`; anything is later than nothing. */
export const isLater = (a: Moment, b: Moment | undefined): boolean =>
  b === undefined || a.observedAtMs > b.observedAtMs || (a.observedAtMs === b.observedAtMs && a.quoteId > b.quoteId);
