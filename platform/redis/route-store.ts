import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** As long as a book that nobody writes any more is kept. */
const ROUTE_KEPT_MS = 3_600_000;

/**
 * Which book a route is in. The same routeId always leads to the same book, so nothing here is ever out of date, and writing it again only
 * prolongs its life. Both reject when Redis is out of reach.
 */
export interface RouteStore {
  put(bookKey: string, routeIds: readonly string[]): Promise<void>;
  /** The key of the route's book; undefined when nobody was shown the route lately. */
  find(routeId: string): Promise<string | undefined>;
}

export const createRouteStore = ({ redis, keys }: { redis: Redis; keys: Keys }): RouteStore => ({
  put: async (bookKey, routeIds) => {
    const write = redis.pipeline();
    for (const routeId of routeIds) write.set(keys.route(routeId), bookKey, 'PX', ROUTE_KEPT_MS);
    for (const [error] of (await write.exec()) ?? []) if (error !== null) throw error;
  },
  find: async (routeId) => (await redis.get(keys.route(routeId))) ?? undefined,
});
