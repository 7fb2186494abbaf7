import { bookChecksum } from '#core/domain/checksum.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { DeltaFrame, SnapshotFrame } from '#schemas/api/feed.ts';
import type { RouteJson } from '#schemas/api/route.ts';

/** The first routes of a book as the server holds them, checksum verified. */
export type HeldBook = Pick<
  SnapshotFrame,
  'key' | 'version' | 'asOf' | 'routes' | 'excluded' | 'pending' | 'weights' | 'volatility' | 'checksum'
>;

/** Why a frame could not be applied. Whoever meets one holds the server's book no longer and asks for a new snapshot. */
export type BookFault = 'VERSION_GAP' | 'ORDER_MISMATCH' | 'CHECKSUM_MISMATCH';

const verified = (book: HeldBook): Result<HeldBook, BookFault> =>
  bookChecksum(book.routes) === book.checksum ? ok(book) : err('CHECKSUM_MISMATCH');

export const bookFromSnapshot = (frame: SnapshotFrame): Result<HeldBook, BookFault> => {
  const { key, version, asOf, routes, excluded, pending, weights, volatility, checksum } = frame;
  return verified({ key, version, asOf, routes, excluded, pending, weights, volatility, checksum });
};

const withRank = (route: RouteJson, rank: number): RouteJson => (route.rank === rank ? route : { ...route, rank });

/** The book after a delta. `order` alone gives the ranks, and names every held route once. */
export const applyDelta = (book: HeldBook, frame: DeltaFrame): Result<HeldBook, BookFault> => {
  if (frame.prevVersion !== book.version) return err('VERSION_GAP');
  const held = new Map(book.routes.map((route) => [route.routeId, route]));
  for (const { routeId } of frame.remove) held.delete(routeId);
  for (const route of frame.upsert) held.set(route.routeId, route);
  const routes: RouteJson[] = [];
  for (const routeId of frame.order) {
    const route = held.get(routeId);
    if (route === undefined) return err('ORDER_MISMATCH');
    held.delete(routeId);
    routes.push(withRank(route, routes.length + 1));
  }
  if (held.size > 0) return err('ORDER_MISMATCH');
  return verified({
    key: book.key,
    version: frame.version,
    asOf: frame.asOf,
    routes,
    excluded: frame.excluded ?? book.excluded,
    pending: frame.pending ?? book.pending,
    weights: frame.weights ?? book.weights,
    volatility: frame.volatility ?? book.volatility,
    checksum: frame.checksum,
  });
};
