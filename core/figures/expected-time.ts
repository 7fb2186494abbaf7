import type { WindowTimes } from '../domain/fill-times.ts';
import type { FillTimes } from '../transfers/expectations.ts';

/** With fewer fills than this in the week, a corridor has no figures of its own yet. */
export const FILLS_MIN = 5;

/** What was expected beforehand counts as so many fills: after as many, half of the expectation is what was observed. */
export const PRIOR_FILLS = 20;

/** The shortest window that holds this many fills speaks for the corridor; when none does, the longest. */
export const WINDOW_FILLS_MIN = 20;

/** The window that tells best what to expect now; undefined when there are too few fills to tell anything. */
export const telling = (windows: readonly WindowTimes[]): WindowTimes | undefined => {
  const chosen = windows.find(({ fills }) => fills >= WINDOW_FILLS_MIN) ?? windows.at(-1);
  return chosen !== undefined && chosen.fills >= FILLS_MIN ? chosen : undefined;
};

/**
 * One expectation from what was believed beforehand and what was observed: `prior + (observed − prior) · n / (n + 20)`. One fill moves it
 * little, a hundred carry it nearly all the way. Both in one unit.
 */
export const blend = (prior: number, observed: number, fills: number): number =>
  prior + (observed - prior) * (fills / (fills + PRIOR_FILLS));

/** Each quantile blended, in whole units; the prior itself when the windows tell nothing. */
export const expectedTimes = (prior: FillTimes, windows: readonly WindowTimes[] | undefined): FillTimes => {
  const observed = windows && telling(windows);
  if (observed === undefined) return prior;
  const { fills } = observed;
  return {
    p50: Math.round(blend(prior.p50, observed.p50, fills)),
    p90: Math.round(blend(prior.p90, observed.p90, fills)),
    p99: Math.round(blend(prior.p99, observed.p99, fills)),
  };
};
