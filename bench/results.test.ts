import { expect, test } from 'vitest';
import { type BenchResult, mergeResults } from './results.ts';

const result = (name: string, measuredAt: string): BenchResult => ({ name, about: '', measuredAt, measurements: [] });

test('a benchmark that was run alone replaces its own result and keeps the others', () => {
  const merged = mergeResults(
    [result('a', '1'), result('gone', '1'), result('b', '1')],
    [result('c', '2'), result('a', '2')],
    ['a', 'b', 'c'],
  );
  expect(merged.map(({ name, measuredAt }) => `${name}${measuredAt}`)).toEqual(['a2', 'b1', 'c2']);
});
