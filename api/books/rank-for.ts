import type { Weights } from '#core/domain/route.ts';
import { rerank } from '#core/ranking/rerank.ts';
import { effectiveWeights, PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import type { RouteJson } from '#schemas/api/route.ts';

export interface RankedBook {
  readonly routes: readonly RouteJson[];
  readonly weights: Weights;
}

const PARTS = ['cost', 'speed', 'reliability', 'liquidity'] as const;

/** Says nothing of the other routes, so that a route is not changed in a subscriber's eyes by what its rivals do. */
const ruleFor = (route: RouteJson, weights: Weights, named: string): string => {
  const sum = PARTS.reduce((total, part) => total + weights[part], 0);
  const shares = PARTS.map((part) => `${part} ${route.score[part].toFixed(1)} × ${((100 * weights[part]) / sum).toFixed(0)} %`);
  return `${named}: ${shares.join(' + ')}`;
};

/** The routes of a book in the order of other weights than its own; `named` says in a route's rule whose they are. */
export const rankBy = (book: BookJson, weights: Weights, named: string): RankedBook => ({
  weights,
  routes: rerank(book.routes, weights).map(({ route, total }, index) => ({
    ...route,
    rank: index + 1,
    score: { ...route.score, total },
    rule: ruleFor(route, weights, named),
  })),
});

/** The routes of a book as a preset ranks them. A stored book is ranked by `best` already. */
export const rankFor = (book: BookJson, preset: Preset): RankedBook =>
  preset === 'best'
    ? { routes: book.routes, weights: book.weights }
    : rankBy(book, effectiveWeights(PRESET_WEIGHTS[preset], book.volatility), preset);
