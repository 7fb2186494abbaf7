import { expect, test } from 'vitest';
import { RETRY_AFTER_MS_MAX, retryAfterMs } from './retry-after.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');

test.each<[string | undefined, number | null]>([
  ['0', 0],
  ['7', 7_000],
  [' 12 ', 12_000],
  ['Fri, 20 Nov 2026 12:00:05 GMT', 5_000],
  ['Friday, 20-Nov-26 12:00:05 GMT', 5_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ['999999999', RETRY_AFTER_MS_MAX],
  ['Fri, 20 Nov 2099 12:00:00 GMT', RETRY_AFTER_MS_MAX],
  ['', null],
  [undefined, null],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['1e9', null],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(retryAfterMs(header, nowMs)).toBe(expected);
});
