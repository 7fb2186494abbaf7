import { expect, test } from 'vitest';
import { BRIDGES } from '#bridges/registry.ts';
import { weightsText } from '#core/ranking/read-weights.ts';
import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import { configSchema } from '#platform/config.ts';
import { describeVariables } from './describe-variables.ts';

test('every variable is printed with its default and its meaning', () => {
  const lines = describeVariables(configSchema.shape).split('\n');
  expect(lines).toContain('PORT  (7400)');
  const usual = BRIDGES.filter(({ manifest }) => manifest.offByDefault !== true).map(({ manifest }) => manifest.id);
  expect(lines).toContain(`ROUTEBOOK_BRIDGES  (${usual.join(',')})`);
  expect(lines).toContain('ACROSS_API_URL  (https://app.across.to/api)');
  expect(lines).toContain('COINGECKO_API_KEY  (not set)');
  expect(lines).toContain(`RANKING_WEIGHTS  (${weightsText(PRESET_WEIGHTS.best)})`);
  expect(lines.filter((line) => line.includes('[object'))).toEqual([]);
  expect(lines).toHaveLength(2 * Object.keys(configSchema.shape).length);
  expect(lines.filter((line) => line.trim() === '')).toEqual([]);
});
