import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RELIABILITY_PRIOR } from '../ranking/parts.ts';
import { createBridgeHealth, reportHealth } from './bridge-health.ts';
import { publishedScore } from './published-score.ts';
import { type Reliability, reliabilityOf } from './reliability.ts';
import type { HealthWindow } from './window.ts';

const PAGE = readFileSync('docs/reliability.md', 'utf8');

const NOTHING = reportHealth(createBridgeHealth('nobody'), 0).windows['1h'];
const window = (answered: number, failed: number, arrived = 0, lost = 0): HealthWindow => ({
  ...NOTHING,
  answered,
  failed,
  transfers: { arrived, lost },
});
const score = (hour: readonly [number, number], more: readonly [number, number]): Reliability =>
  reliabilityOf({
    '1h': window(...hour),
    '24h': window(28_000, 400 + more[0]),
    '7d': window(190_000, 1_500 + more[0]),
    '30d': window(800_000, 5_000 + more[1], 980, 12),
  });

describe('the published formula', () => {
  test('the worked example of docs/reliability.md is what the code computes', () => {
    const example = score([1_180, 20], [0, 0]);
    for (const part of Object.values(example.parts)) expect(PAGE).toContain(`${part} |`);
    expect(PAGE).toContain(`= **${example.score}**`);
    expect(PAGE).toContain(`**${score([0, 40], [40, 40]).score}** in all`);
    const ten = window(10, 0);
    expect(PAGE).toContain(`make **${reliabilityOf({ '1h': ten, '24h': ten, '7d': ten, '30d': ten }).score}**`);
  });

  test('of a bridge that nothing is known of it gives the ranking’s own prior', () => {
    expect(reportHealth(createBridgeHealth('new'), 0).reliability.score).toBe(RELIABILITY_PRIOR);
  });

  test('one failure does not damn a new bridge, a thousand do', () => {
    const of = (failed: number) => {
      const every = window(0, failed);
      return reliabilityOf({ '1h': every, '24h': every, '7d': every, '30d': every }).score;
    };
    expect(of(1)).toBeGreaterThan(85);
    expect(of(1_000)).toBeLessThan(25);
  });
});

test('the ranking hears of half points, and of none while the score wavers', () => {
  expect(publishedScore(90.1, undefined)).toBe(90);
  expect(publishedScore(90.4, 90)).toBe(90);
  expect(publishedScore(90.6, 90)).toBe(90.5);
  expect(publishedScore(90.2, 90.5)).toBe(90.5);
  expect(publishedScore(89.9, 90.5)).toBe(90);
});
