import type { WindowTimes } from '../domain/fill-times.ts';
import type { Candidate } from '../domain/route.ts';
import { blend, telling } from '../figures/expected-time.ts';
import { ETA_SECONDS_MAX } from './route-cost.ts';

/** Tenths of a second: block times tell no more, and a text that stays the same need not be sent. */
const PARTS_PER_SECOND = 10;

/**
 * The candidate with the time that is to be expected of it: the quote's own, moved towards what the fills of its corridor took. The same
 * candidate where there are too few of them.
 */
export const expectedCandidate = (candidate: Candidate, windows: readonly WindowTimes[] | undefined): Candidate => {
  const observed = windows && telling(windows);
  if (observed === undefined) return candidate;
  const seconds = (quoted: number, observedMs: number): number => {
    const expected = Math.min(blend(quoted, observedMs / 1_000, observed.fills), ETA_SECONDS_MAX);
    return Math.round(expected * PARTS_PER_SECOND) / PARTS_PER_SECOND;
  };
  const { p50, p90 } = candidate.etaSeconds;
  return { ...candidate, etaSeconds: { p50: seconds(p50, observed.p50), p90: seconds(p90, observed.p90) }, etaSource: 'observed' };
};
