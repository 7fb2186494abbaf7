import type { BookJson } from '#schemas/api/book.ts';
import type { DeltaFrame, RemovalReason } from '#schemas/api/feed.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { View } from './view.ts';

/** A route without its place: `order` alone gives the rank. */
const apartFromRank = (route: RouteJson): string => JSON.stringify({ ...route, rank: 0 });

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const EXCLUSION_REASONS: Readonly<Record<string, RemovalReason>> = {
  EXPIRED: 'EXPIRED',
  BREAKER_OPEN: 'BREAKER_OPEN',
  LIMIT: 'LIMIT',
  AMOUNT_TOO_LOW: 'LIMIT',
  AMOUNT_TOO_HIGH: 'LIMIT',
};

const venuesOf = (route: RouteJson): string => route.legs.map(({ venue }) => venue).join('>');

/** Why a route that was held is held no longer, as the book tells it. */
const removalReason = (route: RouteJson, book: BookJson): RemovalReason => {
  if (book.routes.some(({ routeId }) => routeId === route.routeId)) return 'OUT_OF_DEPTH';
  if (book.routes.some((other) => venuesOf(other) === venuesOf(route))) return 'REPLACED';
  const excluded = book.excluded.find(({ bridge }) => route.legs.some(({ venue }) => venue === bridge));
  return EXCLUSION_REASONS[excluded?.reason ?? ''] ?? 'WITHDRAWN';
};

/** What takes a subscriber from one view to a later one of the same book, preset and depth. Pure. */
export const deltaBetween = (from: View, to: View): DeltaFrame => {
  const before = new Map(from.routes.map((route) => [route.routeId, route]));
  const after = new Set(to.routes.map(({ routeId }) => routeId));
  const changed = (route: RouteJson): boolean => {
    const held = before.get(route.routeId);
    return held === undefined || apartFromRank(held) !== apartFromRank(route);
  };
  return {
    type: 'delta',
    channel: 'routes',
    key: to.book.key,
    prevVersion: from.book.version,
    version: to.book.version,
    asOf: to.book.asOf,
    upsert: to.routes.filter(changed),
    remove: from.routes
      .filter(({ routeId }) => !after.has(routeId))
      .map((route) => ({ routeId: route.routeId, reason: removalReason(route, to.book) })),
    order: to.routes.map(({ routeId }) => routeId),
    ...(same(from.book.excluded, to.book.excluded) ? {} : { excluded: to.book.excluded }),
    ...(same(from.book.pending, to.book.pending) ? {} : { pending: to.book.pending }),
    ...(same(from.weights, to.weights) ? {} : { weights: to.weights }),
    ...(from.book.volatility === to.book.volatility ? {} : { volatility: to.book.volatility }),
    checksum: to.checksum,
  };
};
