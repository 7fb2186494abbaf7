import { expect, test } from 'vitest';
import { timeOf } from './clock.ts';

const SETTING = { atMs: 1_000, wallMs: 50, speed: 100, untilMs: 6_000 };

test('a clock that is set goes so many times as fast, and stands still at the time that it was given', () => {
  expect([40, 50, 60, 99, 100, 5_000].map((wallMs) => timeOf(SETTING, wallMs))).toEqual([1_000, 1_000, 2_000, 5_900, 6_000, 6_000]);
});
