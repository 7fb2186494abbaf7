import { expect, test } from 'vitest';
import { configSchema } from '#platform/config.ts';
import { describeVariables } from './describe-variables.ts';

test('every variable is printed with its default and its meaning', () => {
  const lines = describeVariables(configSchema.shape).split('\n');
  expect(lines).toContain('PORT  (7400)');
  expect(lines).toContain('ROUTEBOOK_BRIDGES  (across,stargate)');
  expect(lines).toContain('COINGECKO_API_KEY  (not set)');
  expect(lines).toHaveLength(2 * Object.keys(configSchema.shape).length);
  expect(lines.filter((line) => line.trim() === '')).toEqual([]);
});
