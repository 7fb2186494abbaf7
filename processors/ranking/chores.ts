import type { Redis } from 'ioredis';
import type { Keys } from '#platform/redis/keys.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { BookShelf } from './book-shelf.ts';
import type { BooksOut } from './books-out.ts';
import type { PriceView } from './price-view.ts';

/** How often the marker in Redis is looked at: after a flush the books are back within a second. */
const MARKER_MS = 500;
/** A marker left by a ranker that was killed goes by itself. */
const MARKER_TTL_SECONDS = 60;
const SWEEP_MS = 30_000;
/** A write that failed is tried again after this, quotes or no quotes. */
const RETRY_MS = 250;
/** The longest sleep between two looks at what expires. */
const IDLE_MS = 100;

/**
 * What the ranker does while no quote comes: books whose quotes expire are ranked anew at that moment; views that were
 * flushed are written again; books that nobody asks for are let go.
 */
export const startChores = (deps: {
  shelf: BookShelf;
  out: BooksOut;
  prices: PriceView;
  redis: Redis;
  keys: Keys;
  /** Names this process among the rankers. */
  instance: string;
  logger: Logger;
  now: () => number;
  wallMs: ((ms: number) => number) | undefined;
}): { stop: () => Promise<void> } => {
  const { shelf, out, prices, redis, keys, instance, logger, now, wallMs = (ms) => ms } = deps;
  let stopped = false;
  let expiryTimer: NodeJS.Timeout | undefined;

  const schedule = (inMs: number) => {
    if (!stopped) expiryTimer = setTimeout(() => void expire(), inMs);
  };
  const expire = async () => {
    const nextMs = shelf.nextExpiryMs();
    if (shelf.dirty === 0 && (nextMs === undefined || nextMs > now()))
      return schedule(Math.min(Math.max(wallMs((nextMs ?? Infinity) - now()), 1), IDLE_MS));
    try {
      await out.write();
      // Still dirty: the quotes have not been read up to now, and half-filled books stay inside.
      schedule(shelf.dirty > 0 ? IDLE_MS : 1);
    } catch {
      schedule(RETRY_MS);
    }
  };
  schedule(IDLE_MS);

  let looking = false;
  const lookForFlush = async () => {
    if (looking) return;
    looking = true;
    try {
      // The old value is gone exactly when the views are new or were flushed.
      const before = await redis.set(keys.rankingMarker(instance), String(now()), 'EX', MARKER_TTL_SECONDS, 'GET');
      if (before === null) {
        logger.info({ books: shelf.size }, 'the views are empty; writing all books');
        shelf.touch();
        await Promise.all([prices.write(true), out.write()]);
      }
    } catch {
      // Redis is away. Its marker may outlive it, its books then do too.
    } finally {
      looking = false;
    }
  };
  const markerTimer = setInterval(() => void lookForFlush(), MARKER_MS);
  const sweepTimer = setInterval(() => {
    const gone = shelf.sweep(now());
    if (gone > 0) logger.debug({ gone, held: shelf.size }, 'let go of idle books');
  }, SWEEP_MS);

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(expiryTimer);
      clearInterval(markerTimer);
      clearInterval(sweepTimer);
      await redis.del(keys.rankingMarker(instance)).catch(() => undefined);
    },
  };
};
