import { splitBookKey } from '#core/domain/corridor.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { BookCache } from '../books/book-cache.ts';
import type { RouteIndex } from '../books/route-index.ts';
import type { Refusal } from '../http/reply.ts';
import { routeGone } from './refusal.ts';

/**
 * A lapsed quote that its book still names belongs to a ranker that is away for a moment. It is taken again when a transaction is built; after
 * this long nobody is sure to be there any more.
 */
const LAPSED_MS_MAX = 300_000;

export interface FoundRoute {
  readonly route: RouteJson;
  /** Of its book. */
  readonly key: string;
}

/** The route as its book names it now. Rejects when the books are out of reach. */
export const findRoute = async (
  { routes, books }: { routes: RouteIndex; books: BookCache },
  routeId: string,
  nowMs: number,
): Promise<Result<FoundRoute, Refusal>> => {
  const key = await routes.find(routeId);
  if (key === undefined) {
    const detail = `nobody was shown a route "${routeId.slice(0, 80)}" in the last hour; give the routeId of a quote or of the feed`;
    return err({ code: 'UNKNOWN_ROUTE', detail, pointer: '/routeId' });
  }
  const { json } = await books.get(key);
  const route = json.routes.find((one) => one.routeId === routeId);
  const { corridor, amountIn } = splitBookKey(key);
  if (route === undefined) {
    const venue = routeId.slice(0, routeId.lastIndexOf('-'));
    const why = json.excluded.find(({ bridge }) => bridge === venue);
    return err(
      routeGone(
        `the route of ${amountIn} from ${corridor.replace('>', ' to ')} is gone${why === undefined ? '' : ` (${why.reason}: ${why.detail})`}`,
      ),
    );
  }
  if (Date.parse(route.validUntil) + LAPSED_MS_MAX < nowMs) return err(routeGone(`its quote was good until ${route.validUntil}`));
  return ok({ route, key });
};
