import { createQuotaWindow, type Quota, type Slice } from './quota-window.ts';
import { type Bucket, fullBucket, nextTokenAtMs, refill, take } from './token-bucket.ts';

export interface Budget {
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  readonly quota?: Quota;
}

/** What is left of a quota. */
export interface QuotaLeft extends Quota {
  readonly left: number;
  /** When there will be more; null when all of it is left. */
  readonly resetsAtMs: number | null;
}

/** What a provider may be asked now. */
export interface Provider {
  readonly budget: Budget;
  /** Spends one question; false when the budget, the quota, the open questions or a pause forbid it. */
  spend(nowMs: number): boolean;
  /** How many questions it would take now, one after the other. */
  room(nowMs: number): number;
  /** A question is no longer open. */
  release(): void;
  /** The provider limits our rate: it is left alone until then. */
  pause(untilMs: number): void;
  /** When it is worth looking again; undefined when only an answer can make room. */
  freeAtMs(nowMs: number): number | undefined;
  readonly inFlight: number;
  readonly pausedUntilMs: number;
  tokens(nowMs: number): number;
  /** Undefined for a provider without one. */
  quota(nowMs: number): QuotaLeft | undefined;
  /** What of its quota counts now, for whoever goes on after a restart. */
  spent(nowMs: number): readonly Slice[];
}

/** `before` is what an earlier process had asked of the quota. */
export const createProvider = (budget: Budget, nowMs: number, before: readonly Slice[] = []): Provider => {
  let bucket: Bucket = fullBucket(budget, nowMs);
  const window = budget.quota === undefined ? undefined : createQuotaWindow(budget.quota, before);
  let inFlight = 0;
  let pausedUntilMs = 0;
  const quotaFreeAtMs = (now: number): number => (window === undefined || window.left(now) > 0 ? now : (window.resetsAtMs(now) ?? now));
  return {
    budget,
    spend: (now) => {
      bucket = refill(bucket, budget, now);
      if (inFlight >= budget.concurrency || now < pausedUntilMs) return false;
      const left = take(bucket);
      if (left === undefined || window?.spend(now) === false) return false;
      bucket = left;
      inFlight += 1;
      return true;
    },
    room: (now) => {
      if (now < pausedUntilMs) return 0;
      const tokens = Math.floor(refill(bucket, budget, now).tokens);
      return Math.max(Math.min(tokens, budget.concurrency - inFlight, window?.left(now) ?? tokens), 0);
    },
    release: () => {
      inFlight -= 1;
    },
    pause: (untilMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, untilMs);
    },
    freeAtMs: (now) => {
      if (inFlight >= budget.concurrency) return undefined;
      return Math.max(nextTokenAtMs(refill(bucket, budget, now), budget), pausedUntilMs, quotaFreeAtMs(now));
    },
    get inFlight() {
      return inFlight;
    },
    get pausedUntilMs() {
      return pausedUntilMs;
    },
    tokens: (now) => refill(bucket, budget, now).tokens,
    quota: (now) => window && { ...window.quota, left: window.left(now), resetsAtMs: window.resetsAtMs(now) },
    spent: (now) => window?.slices(now) ?? [],
  };
};
