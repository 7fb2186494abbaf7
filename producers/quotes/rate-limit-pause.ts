import type { QuoteEvent } from '#core/domain/quote.ts';

/** A provider that limits us without saying for how long is left alone this long, twice as long each further time, up to the longest. */
const PAUSE_MS_MIN = 1_000;
const PAUSE_MS_MAX = 30_000;

export interface Pauses {
  /** How long the provider is left alone after this event, in ms from when it was observed; null when it need not be. */
  after(event: QuoteEvent): number | null;
}

export const createPauses = (): Pauses => {
  const last = new Map<string, { pauseMs: number; atMs: number }>();
  return {
    after: ({ bridge, outcome, askedAtMs, observedAtMs }) => {
      const before = last.get(bridge);
      // Questions that were already open when the first 429 came say nothing new.
      const known = before !== undefined && askedAtMs < before.atMs;
      if (outcome.kind === 'answer' || outcome.failure.code !== 'RATE_LIMITED') {
        if (outcome.kind === 'answer' && !known) last.delete(bridge);
        return null;
      }
      if (outcome.failure.retryAfterMs !== null) return outcome.failure.retryAfterMs;
      if (known) return null;
      const pauseMs = before === undefined ? PAUSE_MS_MIN : Math.min(before.pauseMs * 2, PAUSE_MS_MAX);
      last.set(bridge, { pauseMs, atMs: observedAtMs });
      return pauseMs;
    },
  };
};
