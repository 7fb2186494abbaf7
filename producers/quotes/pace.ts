import type { QuotaLeft } from './provider.ts';

/** A book that somebody looks at stays fresher than ten seconds, however calm it is: with its jitter and its answer's way. */
export const CALM_DEMAND_MS = 8_000;
/** A base book whose answers do not change is asked half as often; its quotes live 30 s at most. */
const CALM_BASE_FACTOR = 2;
/** Answers alike in a row after which a base book counts as calm. */
const CALM_AFTER = 3;
/** The last of a quota is for books that somebody has just begun to look at: for the others it must grow again. */
const RESERVE_SHARE = 0.2;
const RESERVED_FACTOR = 2;

/** How many books are looked at now. */
export interface Looked {
  readonly books: number;
}

export interface Intervals {
  readonly intervalMs: number;
  readonly demandIntervalMs: number;
}

/** An answer that moved by less than this share of the amount is the same. */
const SAME_PARTS = 100_000n;

/** Whether an answer is no other than the last: nothing to hurry for. */
export const isSame = (last: bigint, next: bigint): boolean => {
  const difference = last < next ? next - last : last - next;
  return difference * SAME_PARTS <= last;
};

/**
 * How long a book waits for its next question while somebody looks at it. `calm` is how many answers in a row were alike. A quota that
 * would last for ever at this pace is spent at it; else readily while there is much of it, and the less is left the more slowly.
 */
export const demandPauseMs = (
  { demandIntervalMs, intervalMs }: Intervals,
  calm: number,
  quota: QuotaLeft | undefined,
  { books }: Looked,
): number => {
  const fastest = Math.min(demandIntervalMs, intervalMs);
  const slowest = Math.max(fastest, Math.min(CALM_DEMAND_MS, intervalMs));
  if (quota === undefined) return Math.min(fastest * 2 ** Math.min(calm, 10), slowest);
  const lastingMs = (quota.perMs / quota.questions) * Math.max(books, 1);
  if (quota.left <= quota.questions * RESERVE_SHARE) return Math.max(slowest, lastingMs * RESERVED_FACTOR);
  return Math.max(slowest, Math.min(lastingMs, (slowest * quota.questions) / quota.left));
};

/** How long it waits while nobody does. A quota is spent where somebody looks, and not here: null. */
export const basePauseMs = ({ intervalMs }: Intervals, calm: number, quota: QuotaLeft | undefined): number | null =>
  quota !== undefined ? null : calm >= CALM_AFTER ? intervalMs * CALM_BASE_FACTOR : intervalMs;
