import { describe, expect, test } from 'vitest';
import { checkWeights } from './check-weights.ts';
import type { LocalWeights } from './place-routes.ts';
import { CORRIDORS, createWorld } from './testing/feed-world.ts';

const weights = { cost: 10, speed: 80, reliability: 10, liquidity: 0 };

/** What a caller without types may set. */
const untyped = (value: unknown) => value as LocalWeights;

const WRONG: readonly (readonly [string, LocalWeights, string])[] = [
  ['nothing to weigh by', { cost: 0, speed: 0, reliability: 0, liquidity: 0 }, 'at least one weight must be above zero'],
  ['a negative weight', { ...weights, cost: -1 }, 'the weight of cost must be a number of 0 or more, and is -1'],
  ['no number', { ...weights, speed: Number.NaN }, 'the weight of speed must be a number of 0 or more, and is NaN'],
  ['no end', { ...weights, reliability: Number.POSITIVE_INFINITY }, 'the weight of reliability must be'],
  ['a part left out', untyped({ cost: 1, speed: 1, reliability: 1 }), 'the weight of liquidity must be'],
  ['a text', untyped({ ...weights, cost: '10' }), 'the weight of cost must be'],
  ['another preset', untyped('soonest'), 'no preset is called "soonest"; there are best, cheapest, fastest, safest'],
  ['a name that every object has', untyped('constructor'), 'no preset is called "constructor"'],
];

describe('weights of the caller’s', () => {
  test.each(['best', 'cheapest', 'fastest', 'safest', weights, { ...weights, speed: 0.5 }, null] as const)('%j', (fine) => {
    expect(checkWeights(fine)).toBe(fine);
  });

  test.each(WRONG)('with %s are refused in words', (_, wrong, words) => {
    expect(() => checkWeights(wrong)).toThrow(RangeError);
    expect(() => checkWeights(wrong)).toThrow(words);
  });

  test('are refused where they are set, and those before stay in force', () => {
    const { client } = createWorld();
    const [corridor] = CORRIDORS;
    if (corridor === undefined) throw new Error('no corridor');
    expect(() => client.subscribe(corridor, { weights: { ...weights, cost: -1 } })).toThrow('the weight of cost');
    expect(client.connection()).toEqual({ phase: 'idle' });
    const subscription = client.subscribe(corridor, { weights });
    const before = subscription.view();
    expect(() => subscription.setWeights(untyped('soonest'))).toThrow('no preset');
    expect(subscription.view()).toBe(before);
    client.close();
  });
});
