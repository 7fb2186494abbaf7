import { expect, test } from 'vitest';
import { deathsInRow, restartDelayMs } from './backoff.ts';

test('each death in a row doubles the wait, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map(restartDelayMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('a process that had lived well begins a new row', () => {
  expect(deathsInRow(7, 59_999)).toBe(8);
  expect(deathsInRow(7, 60_000)).toBe(1);
});
