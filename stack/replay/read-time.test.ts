import { expect, test } from 'vitest';
import { readTime } from './read-time.ts';

const NOW = Date.UTC(2026, 2, 1, 12);

test.each([
  ['now', '2026-03-01T12:00:00.000Z'],
  ['-90m', '2026-03-01T10:30:00.000Z'],
  ['-2d', '2026-02-27T12:00:00.000Z'],
  ['2026-02-28', '2026-02-28T00:00:00.000Z'],
  ['2026-02-28T10:00', '2026-02-28T10:00:00.000Z'],
  ['2026-02-28 10:00:05.5', '2026-02-28T10:00:05.500Z'],
  ['2026-02-28T10:00:00Z', '2026-02-28T10:00:00.000Z'],
  ['2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00.000Z'],
])('%s is %s', (text, iso) => {
  const read = readTime(text, NOW);
  expect(read.ok && new Date(read.value).toISOString()).toBe(iso);
});

test.each(['yesterday', '-5', '5m', '12:00', '2026-13-01', '2026-02-28T25:00', ''])('"%s" is refused with the way out', (text) => {
  expect(readTime(text, NOW)).toMatchObject({ ok: false, error: expect.stringContaining('write 2026-03-01T12:00') });
});
