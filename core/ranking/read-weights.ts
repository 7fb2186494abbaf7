import type { Weights } from '../domain/route.ts';
import { err, ok, type Result } from '../result.ts';

const NAMES = ['cost', 'speed', 'reliability', 'liquidity'] as const satisfies readonly (keyof Weights)[];

/** Weights as people write them: `cost=40,speed=30,reliability=20,liquidity=10`. What is not named counts nothing. In words what is wrong. */
export const readWeights = (text: string): Result<Weights, string> => {
  const weights = { cost: 0, speed: 0, reliability: 0, liquidity: 0 };
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim());
    const known = NAMES.find((one) => one === name);
    if (known === undefined) return err(`"${name}" is none of ${NAMES.join(', ')}`);
    if (!/^\d{1,6}(\.\d{1,6})?$/.test(value)) return err(`${name} is "${value}", not a number from 0 on`);
    weights[known] = Number(value);
  }
  return NAMES.some((name) => weights[name] > 0) ? ok(weights) : err('all weights are zero');
};

/** The same the other way round. */
export const weightsText = (weights: Weights): string => NAMES.map((name) => `${name}=${weights[name]}`).join(',');
