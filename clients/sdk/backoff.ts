export interface BackoffLimits {
  /** The first wait is at most this long. */
  readonly baseMs: number;
  /** No wait is longer, however often it failed. */
  readonly maxMs: number;
}

/** Quick enough that a blip is hardly seen; a server that is away for long meets a client twice a minute at most. */
export const DEFAULT_BACKOFF: BackoffLimits = { baseMs: 500, maxMs: 15_000 };

/** A wait of nothing at all would let a server that refuses at once be called in a tight loop. */
const SHORTEST_WAIT_MS = 50;

/**
 * Exponential back-off with full jitter: anywhere between nothing and the doubled limit, so that clients
 * that lost the same server do not come back together. `random` is in [0, 1).
 */
export const backoffMs = (attempt: number, limits: BackoffLimits, random: () => number): number => {
  const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(attempt, 30));
  return Math.max(Math.min(SHORTEST_WAIT_MS, limits.maxMs), Math.round(random() * ceiling));
};
