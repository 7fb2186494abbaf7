import type { Weights } from '#core/domain/route.ts';
import { rerank } from '#core/ranking/rerank.ts';
import { effectiveWeights, PRESET_WEIGHTS, type PresetName } from '#core/ranking/weights.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { BookView } from './book-view.ts';
import type { HeldBook } from './held-book.ts';

/** The caller's own weights, taken as they are; or a preset, which moves with the market's volatility as the server's do. */
export type LocalWeights = Weights | PresetName;

type Placed = Omit<BookView, 'status' | 'problem'>;

/** The held book as it is shown: in the server's order, or placed anew by the caller's own weights. */
export const placeRoutes = (book: HeldBook, local: LocalWeights | null): Placed => {
  if (local === null) return { ...book, reranked: false };
  const weights = typeof local === 'string' ? effectiveWeights(PRESET_WEIGHTS[local], book.volatility) : local;
  const routes = rerank<RouteJson>(book.routes, weights).map(({ route, total }, index) => ({
    ...route,
    rank: index + 1,
    score: { ...route.score, total },
  }));
  return { ...book, routes, weights, reranked: true };
};
