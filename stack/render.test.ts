import { expect, test } from 'vitest';
import { createReporter } from './render.ts';

const recorder = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, columns: 60, write: (text: string) => written.push(text), text: () => written.join('') };
};

test('a pipe gets a line a process and a line a fetch, and no control characters', () => {
  const output = recorder(false);
  const reporter = createReporter(output);
  const step = reporter.begin('kafka');
  step.progress('fetching Kafka');
  step.progress('12 files');
  step.progress('13 files');
  step.progress('starting');
  step.done('127.0.0.1:9092', 2_240);
  reporter.close();
  const lines = output.text().trimEnd().split('\n');
  expect(lines[0]).toBe('  … kafka        fetching Kafka');
  expect(lines[1]).toMatch(/kafka +127\.0\.0\.1:9092 +.*2\.2 s/);
  expect(lines).toHaveLength(2);
});

test('on a terminal what is under way is redrawn below what is done', () => {
  const output = recorder(true);
  const reporter = createReporter(output);
  const kafka = reporter.begin('kafka');
  const redis = reporter.begin('redis');
  redis.progress('fetching');
  kafka.done('127.0.0.1:9092', 100);
  const drawn = output.text();
  expect(drawn.indexOf('127.0.0.1:9092')).toBeLessThan(drawn.indexOf('fetching'));
  reporter.close();
  expect(output.text().endsWith('\u001b[1A\r\u001b[J')).toBe(true);
});
