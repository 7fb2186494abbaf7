import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import type { LocalWeights } from './place-routes.ts';

const PARTS = ['cost', 'speed', 'reliability', 'liquidity'] as const;

/**
 * The weights, if a book can be placed by them. What the server would refuse is refused here too, where it is set: by such weights scores
 * would leave 0 to 100, or be no numbers, and the order would mean nothing.
 */
export const checkWeights = (weights: LocalWeights | null): LocalWeights | null => {
  if (weights === null) return null;
  if (typeof weights === 'string') {
    if (Object.hasOwn(PRESET_WEIGHTS, weights)) return weights;
    throw new RangeError(`no preset is called "${weights}"; there are ${Object.keys(PRESET_WEIGHTS).join(', ')}`);
  }
  const wrong = PARTS.find((part) => !(Number.isFinite(weights[part]) && weights[part] >= 0));
  if (wrong !== undefined) throw new RangeError(`the weight of ${wrong} must be a number of 0 or more, and is ${weights[wrong]}`);
  if (PARTS.every((part) => weights[part] === 0)) throw new RangeError('at least one weight must be above zero');
  return weights;
};
