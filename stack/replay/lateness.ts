import { bookKey } from '#core/domain/corridor.ts';
import { QUOTE_LIFETIME_MS_MAX, type QuoteEvent } from '#core/domain/quote.ts';

/** Quotes of one bridge and book that no book has shown yet; a bridge that is asked ten times a second gives fewer within a quote's life. */
const WAITING_MAX = 1_000;

/** A book as the ranker wrote it. */
export interface WrittenBook {
  readonly key: string;
  readonly asOfMs: number;
  /** Of each bridge with a route, when the quote was observed that it stands for. */
  readonly held: readonly { readonly bridge: string; readonly observedAtMs: number }[];
  readonly excluded: readonly { readonly bridge: string; readonly reason: string }[];
}

export interface Lateness {
  /** Quotes are about to go to the ranker. */
  sent(events: readonly QuoteEvent[]): void;
  written(book: WrittenBook): void;
  /** Of history, how long a quote was in no book at most: sent after its time, or waiting for the ranker. */
  readonly mostMs: number;
}

/**
 * How late the books of a replay are. Books tell it, and not the newest quote of each: a ranker that stood still for a while writes one book for
 * all that came meanwhile, and it is the oldest of them that was late.
 */
export const createLateness = (): Lateness => {
  /** By book, then by bridge: when they were observed, oldest first. */
  const waiting = new Map<string, Map<string, number[]>>();
  let mostMs = 0;
  /** Takes out what was observed by then, oldest first. */
  const takeUpTo = (key: string, bridge: string, ms: number): readonly number[] => {
    const times = waiting.get(key)?.get(bridge) ?? [];
    const later = times.findIndex((time) => time > ms);
    return times.splice(0, later < 0 ? times.length : later);
  };
  const tookAtLeast = (ms: number): void => {
    mostMs = Math.max(mostMs, ms);
  };
  return {
    sent: (events) => {
      for (const { corridor, amountIn, bridge, observedAtMs, outcome } of events) {
        if (outcome.kind !== 'answer') continue;
        const key = bookKey(corridor, amountIn);
        const ofBook = waiting.get(key) ?? new Map<string, number[]>();
        waiting.set(key, ofBook);
        const times = ofBook.get(bridge) ?? [];
        ofBook.set(bridge, times);
        times.push(observedAtMs);
        if (times.length > WAITING_MAX) times.shift();
      }
    },
    written: ({ key, asOfMs, held, excluded }) => {
      for (const { bridge, reason } of excluded) {
        // What else keeps a bridge from having a route is no delay. Its quote ran out: one that waits came too late for this book, or for its own life.
        if (reason === 'EXPIRED') tookAtLeast(asOfMs - (waiting.get(key)?.get(bridge)?.[0] ?? asOfMs));
        else takeUpTo(key, bridge, asOfMs);
      }
      for (const { bridge, observedAtMs } of held) {
        const oldest = takeUpTo(key, bridge, observedAtMs).find((time) => time >= asOfMs - QUOTE_LIFETIME_MS_MAX);
        if (oldest !== undefined) tookAtLeast(asOfMs - oldest);
      }
    },
    get mostMs() {
      return mostMs;
    },
  };
};
