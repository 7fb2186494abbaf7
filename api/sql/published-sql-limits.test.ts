import { expect, test } from 'vitest';
import { createPublishedSqlLimits } from './published-sql-limits.ts';

const common = { on: true, queriesAtOnce: 2, historyQuestionsAtOnce: 3 };

test('what the engine says is kept for a minute, also while it is away', async () => {
  let nowMs = 0;
  let asked = 0;
  let away = false;
  const limits = createPublishedSqlLimits({
    ...common,
    now: () => nowMs,
    readLimits: async () => {
      asked += 1;
      if (away) throw new Error('away');
      return { resultRows: 100_000, executionMs: 10_000 };
    },
  });
  const told = { ...common, resultRows: 100_000, resultBytes: null, executionMs: 10_000, memoryBytes: null };
  expect(await limits()).toEqual(told);
  nowMs = 60_000;
  expect(await limits()).toEqual(told);
  expect(asked).toBe(1);
  nowMs = 60_001;
  away = true;
  expect(await limits()).toEqual(told);
  expect(asked).toBe(2);
});

test('an engine that was away from the start is asked again by the next', async () => {
  let away = true;
  const limits = createPublishedSqlLimits({
    ...common,
    now: () => 0,
    readLimits: async () => {
      if (away) throw new Error('away');
      return { memoryBytes: 7 };
    },
  });
  expect(await limits()).toMatchObject({ queriesAtOnce: 2, memoryBytes: null });
  away = false;
  expect(await limits()).toMatchObject({ memoryBytes: 7 });
});
