/** A message may have waited this long in its producer, while the log was away, and still say truly when it was made. */
export const WAITED_MS_MAX = 60_000;

/**
 * When an event happened, in the log's own time. Within the span that waiting explains the observer's word is taken; a clock that ran
 * ahead or fell behind is led back to that span's edge, so that no event lies in the future or draws others' windows out of place.
 */
export const trustedTime = (observedAtMs: number, loggedAtMs: number): number =>
  Math.min(Math.max(observedAtMs, loggedAtMs - WAITED_MS_MAX), loggedAtMs);
