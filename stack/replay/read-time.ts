import { err, ok, type Result } from '#core/result.ts';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Without a zone a time is UTC, as all times of the history are. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A moment as people write it: `now`, `-90m` (s, m, h, d before now), or a date with or without a time. Epoch ms, or in words what is wrong. */
export const readTime = (text: string, nowMs: number): Result<number, string> => {
  if (text === 'now') return ok(nowMs);
  const [, count, unit = ''] = /^-(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return ok(nowMs - Number(count) * (UNITS_MS[unit] ?? 0));
  const zone = DATE.exec(text);
  const atMs = zone === null ? Number.NaN : Date.parse(zone[1] === undefined && text.length > 10 ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isFinite(atMs) ? ok(atMs) : err(`"${text}" is no time: write 2026-03-01T12:00, or -90m for ninety minutes ago, or now`);
};
