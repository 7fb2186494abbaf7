import { expect, test } from 'vitest';
import { createAnswerCounts } from './answer-counts.ts';

test('counts errors and slow answers of the last minute, and forgets them after it', () => {
  let nowMs = 1_000_000_000;
  const counts = createAnswerCounts(() => nowMs);
  counts.count(200, 5);
  counts.count(503, 5);
  counts.count(200, 1_001);
  expect(counts.lastMinute()).toEqual({ requests: 3, errors: 1, slow: 1 });
  nowMs += 30_000;
  counts.count(404, 1_000);
  expect(counts.lastMinute()).toEqual({ requests: 4, errors: 1, slow: 1 });
  nowMs += 30_000;
  expect(counts.lastMinute()).toEqual({ requests: 1, errors: 0, slow: 0 });
  nowMs += 60_000;
  expect(counts.lastMinute()).toEqual({ requests: 0, errors: 0, slow: 0 });
});
