import { expect, test } from 'vitest';
import { readWeights, weightsText } from './read-weights.ts';

test('weights are read as they are written', () => {
  const weights = { cost: 40, speed: 30, reliability: 20.5, liquidity: 0 };
  expect(readWeights(weightsText(weights))).toEqual({ ok: true, value: weights });
  expect(readWeights(' speed = 1 ')).toEqual({ ok: true, value: { cost: 0, speed: 1, reliability: 0, liquidity: 0 } });
});

test.each([
  ['cheap=1', '"cheap" is none of cost, speed, reliability, liquidity'],
  ['cost=-1', 'cost is "-1"'],
  ['cost=', 'cost is ""'],
  ['cost=1e3', 'cost is "1e3"'],
  ['cost=0,speed=0', 'all weights are zero'],
  ['', '"" is none of'],
])('%s is refused in words', (text, words) => {
  expect(readWeights(text)).toMatchObject({ ok: false, error: expect.stringContaining(words) });
});
