import type { Weights } from '../domain/route.ts';

export type PresetName = 'best' | 'cheapest' | 'fastest' | 'safest';

/** What each preset asks for. `best` places the routes of a stored book. */
export const PRESET_WEIGHTS: Readonly<Record<PresetName, Weights>> = {
  best: { cost: 40, speed: 30, reliability: 20, liquidity: 10 },
  cheapest: { cost: 70, speed: 10, reliability: 15, liquidity: 5 },
  fastest: { cost: 15, speed: 65, reliability: 15, liquidity: 5 },
  safest: { cost: 15, speed: 15, reliability: 55, liquidity: 15 },
};

/** In the wildest market this share of cost's weight has moved to speed. */
const SHIFT_MAX = 0.5;

/**
 * The weights in force. When prices move, a route that is slow costs what the market does meanwhile, so up to half of
 * cost's weight moves to speed. The sum of the weights stays as it was. `volatility` is 0 (calm) to 1 (wild).
 */
export const effectiveWeights = (weights: Weights, volatility: number): Weights => {
  const share = Number.isFinite(volatility) ? Math.min(Math.max(volatility, 0), 1) * SHIFT_MAX : 0;
  if (share === 0) return weights;
  const moved = weights.cost * share;
  return { ...weights, cost: weights.cost - moved, speed: weights.speed + moved };
};
