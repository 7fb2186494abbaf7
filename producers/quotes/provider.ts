import { type Bucket, fullBucket, nextTokenAtMs, refill, take } from './token-bucket.ts';

export interface Budget {
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
}

/** What a provider may be asked now. */
export interface Provider {
  /** Spends one question; false when the budget, the open questions or a pause forbid it. */
  spend(nowMs: number): boolean;
  /** A question is no longer open. */
  release(): void;
  /** The provider limits our rate: it is left alone until then. */
  pause(untilMs: number): void;
  /** When it is worth looking again; undefined when only an answer can make room. */
  freeAtMs(nowMs: number): number | undefined;
  readonly inFlight: number;
  readonly pausedUntilMs: number;
  tokens(nowMs: number): number;
}

export const createProvider = (budget: Budget, nowMs: number): Provider => {
  let bucket: Bucket = fullBucket(budget, nowMs);
  let inFlight = 0;
  let pausedUntilMs = 0;
  return {
    spend: (now) => {
      bucket = refill(bucket, budget, now);
      if (inFlight >= budget.concurrency || now < pausedUntilMs) return false;
      const left = take(bucket);
      if (left === undefined) return false;
      bucket = left;
      inFlight += 1;
      return true;
    },
    release: () => {
      inFlight -= 1;
    },
    pause: (untilMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, untilMs);
    },
    freeAtMs: (now) => {
      if (inFlight >= budget.concurrency) return undefined;
      return Math.max(nextTokenAtMs(refill(bucket, budget, now), budget), pausedUntilMs);
    },
    get inFlight() {
      return inFlight;
    },
    get pausedUntilMs() {
      return pausedUntilMs;
    },
    tokens: (now) => refill(bucket, budget, now).tokens,
  };
};
