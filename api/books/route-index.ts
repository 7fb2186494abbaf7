import type { RouteStore } from '#platform/redis/route-store.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { BookJson } from '#schemas/api/book.ts';

/** A route that is shown all the time is told of again this often; Redis forgets it after an hour. */
const RENEW_MS = 600_000;
/** Routes remembered here, the latest told of: some 200 bytes each. */
const ROUTES_MAX = 50_000;

/** Leads from a routeId to its book, for every route that this API, or another beside it, has shown. */
export interface RouteIndex {
  /** Remembers the routes of a book. Cheap: a book that changes names the same routes again. */
  note(book: BookJson): void;
  /** The key of the book that the route is in. Rejects when Redis is out of reach. */
  find(routeId: string): Promise<string | undefined>;
}

/**
 * Kept by the API and not by the ranker: it alone knows which of all books anybody is shown, and a routeId leads to the same book for ever,
 * so that one write an hour is enough and no write can be too late.
 */
export const createRouteIndex = (deps: { store: RouteStore; now: () => number; logger: Logger }): RouteIndex => {
  const { store, now, logger } = deps;
  // The oldest entry is the one told of the longest ago.
  const told = new Map<string, { key: string; atMs: number }>();

  const remember = (routeId: string, key: string, atMs: number) => {
    told.delete(routeId);
    told.set(routeId, { key, atMs });
    if (told.size <= ROUTES_MAX) return;
    const [oldest] = told.keys();
    if (oldest !== undefined) told.delete(oldest);
  };

  return {
    note: ({ key, routes }) => {
      const atMs = now();
      const fresh: string[] = [];
      for (const { routeId } of routes) if ((told.get(routeId)?.atMs ?? Number.NEGATIVE_INFINITY) + RENEW_MS <= atMs) fresh.push(routeId);
      if (fresh.length === 0) return;
      for (const routeId of fresh) remember(routeId, key, atMs);
      store.put(key, fresh).catch((error: unknown) => {
        // Told again with the book's next version.
        for (const routeId of fresh) remember(routeId, key, Number.NEGATIVE_INFINITY);
        logger.debug({ error: String(error) }, 'routes could not be told of; the next version of their book tries again');
      });
    },
    find: async (routeId) => told.get(routeId)?.key ?? (await store.find(routeId)),
  };
};
