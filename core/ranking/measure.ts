import type { Weights } from '../domain/route.ts';
import { PRESET_WEIGHTS } from './weights.ts';

/**
 * What a book's routes are scored by, beside their own figures. Most quotes change none of it, and then the scores of all other routes
 * stand as they are: nine of ten need not be worked out again.
 */
export interface Measure {
  leastCostUsd: number;
  /** Seconds; a route that takes longer is far slower. */
  tooSlow: number;
  weights: Weights;
  /** Rises with each change. */
  revision: number;
}

export const createMeasure = (): Measure => ({ leastCostUsd: Number.NaN, tooSlow: Number.NaN, weights: PRESET_WEIGHTS.best, revision: 0 });

const isSame = (a: Weights, b: Weights): boolean =>
  a === b || (a.cost === b.cost && a.speed === b.speed && a.reliability === b.reliability && a.liquidity === b.liquidity);

/** Takes what counts now as the measure. */
export const setMeasure = (measure: Measure, leastCostUsd: number, tooSlow: number, weights: Weights): void => {
  if (measure.leastCostUsd === leastCostUsd && measure.tooSlow === tooSlow && isSame(measure.weights, weights)) return;
  measure.leastCostUsd = leastCostUsd;
  measure.tooSlow = tooSlow;
  measure.weights = weights;
  measure.revision += 1;
};
