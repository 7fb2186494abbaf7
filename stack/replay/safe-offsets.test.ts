import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createRunnerMetrics } from '#platform/kafka/runner-metrics.ts';
import { safeOffsets } from './safe-offsets.ts';

test('what is safe is read as the ranker tells it, less its other reading of the same topics', async () => {
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'ranking' });
  createRunnerMetrics(registry, 'replay-1-ranking').safe('replay-1-quotes', 3, 70);
  createRunnerMetrics(registry, 'replay-1-ranking-globals-ab').safe('replay-1-market', 0, 5);
  createRunnerMetrics(registry, 'replay-1-ranking-poison').safe('replay-1-market', 0, 9);
  createRunnerMetrics(registry, 'replay-1-ranking').lag('replay-1-quotes', 4, 1);
  expect([...safeOffsets(await registry.metrics())]).toEqual([
    ['replay-1-quotes/3', 70],
    ['replay-1-market/0', 5],
  ]);
});
