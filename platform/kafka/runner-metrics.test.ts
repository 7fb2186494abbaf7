import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createRunnerMetrics } from './runner-metrics.ts';

test('counters of all outcomes are there before the first dead letter, and groups of a process share them', async () => {
  const registry = new Registry();
  const metrics = createRunnerMetrics(registry, 'a');
  createRunnerMetrics(registry, 'b').messages('quotes', 'ok', 3);
  metrics.messages('quotes', 'deadLetter', 0);
  const text = await registry.metrics();
  expect(text).toContain('routebook_kafka_messages_total{group="a",topic="quotes",outcome="deadLetter"} 0\n');
  expect(text).toContain('routebook_kafka_messages_total{group="b",topic="quotes",outcome="ok"} 3\n');
});

test('the lag of a partition that went to another, and what of it is safe, are not told any more', async () => {
  const registry = new Registry();
  const metrics = createRunnerMetrics(registry, 'a');
  metrics.lag('quotes', 0, 5);
  metrics.lag('quotes', 1, 7);
  metrics.safe('quotes', 0, 90);
  metrics.safe('quotes', 1, 91);
  metrics.assigned({ quotes: [1] });
  const text = await registry.metrics();
  expect(text).not.toContain('partition="0"');
  expect(text).toContain('partition="1"} 7\n');
  expect(text).toContain('partition="1"} 91\n');
});
