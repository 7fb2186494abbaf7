import { bookChecksum } from '#core/domain/checksum.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { SnapshotFrame } from '#schemas/api/feed.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { rankFor } from '../../books/rank-for.ts';

/** What a subscriber of one preset and depth holds of one version of a book. */
export interface View {
  readonly book: BookJson;
  /** First to last, no more than the depth. */
  readonly routes: readonly RouteJson[];
  readonly weights: BookJson['weights'];
  readonly checksum: number;
}

/** Pure: the same book, preset and depth are the same view. */
export const viewOf = (book: BookJson, { preset, depth }: { preset: Preset; depth: number }): View => {
  const { routes, weights } = rankFor(book, preset);
  const held = routes.slice(0, depth);
  return { book, routes: held, weights, checksum: bookChecksum(held) };
};

export const snapshotOf = (view: View): SnapshotFrame => {
  const { key, version, asOf, excluded, pending, volatility } = view.book;
  const { routes, weights, checksum } = view;
  return { type: 'snapshot', channel: 'routes', key, version, asOf, routes: [...routes], excluded, pending, weights, volatility, checksum };
};
