import type { Redis } from 'ioredis';
import { bookKey } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Keys } from '#platform/redis/keys.ts';
import { quoteJson } from '#schemas/codecs/quote-json.ts';

/** How often it is asked who watches; a new watcher waits at most this long for its first raw quote. */
const LOOK_MS = 500;
/** Books whose raw quotes are announced at most; the feed's subscription limits keep it far below. */
const WATCHED_MAX = 10_000;

export interface QuoteRelay {
  /** Announces the event if somebody watches its book. */
  relay(event: QuoteEvent): void;
  stop(): void;
}

/** Hands raw quotes to those who watch them, straight past the books: the feed's `quotes` channel. */
export const createQuoteRelay = ({ redis, keys, now }: { redis: Redis; keys: Keys; now: () => number }): QuoteRelay => {
  let watched: ReadonlySet<string> = new Set();
  const look = async () => {
    try {
      watched = new Set(await redis.zrangebyscore(keys.quoteWatch(), now(), '+inf', 'LIMIT', 0, WATCHED_MAX));
    } catch {
      // Redis is away; who watched goes on watching.
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  void look();
  return {
    relay: (event) => {
      if (watched.size === 0) return;
      const key = bookKey(event.corridor, event.amountIn);
      // A lost announcement is a lost raw quote, as on any live channel; the book has it.
      if (watched.has(key)) redis.publish(keys.quoteChannel(key), JSON.stringify(quoteJson(event))).catch(() => undefined);
    },
    stop: () => clearInterval(timer),
  };
};
