import { quantileOf } from './answer-times.ts';
import { SCALES, type ScaleName, type Tallies } from './tallies.ts';
import { countSlots } from './tally.ts';

/** The spans that health is told for, and the steps in which each moves. */
export const WINDOWS = {
  '1h': { scale: 'fine', steps: 12 },
  '24h': { scale: 'hours', steps: 24 },
  '7d': { scale: 'hours', steps: 7 * 24 },
  '30d': { scale: 'days', steps: 30 },
} as const satisfies Record<string, { scale: ScaleName; steps: number }>;

export type WindowName = keyof typeof WINDOWS;
export const WINDOW_NAMES = Object.keys(WINDOWS) as readonly WindowName[];

/** What a window says of a bridge. Shares are 0 to 1; null where there is nothing to say. */
export interface HealthWindow {
  /** Quotes and probes answered, failed (by the bridge's fault), and refused (amounts and routes it does not take, rate limits). */
  readonly answered: number;
  readonly failed: number;
  readonly refused: number;
  /** answered / (answered + failed) */
  readonly successRate: number | null;
  /** Of the slots (a sixtieth of the window's step) in which the bridge was looked at, those in which it could be reached. */
  readonly uptime: number | null;
  readonly answerMsMean: number | null;
  /** Good to a fifth: times are counted in bins. */
  readonly answerMsP95: number | null;
  /** How often each code came: failures, and RATE_LIMITED. */
  readonly failures: Readonly<Record<string, number>>;
  /** Mean of the part `cost` of its routes' scores in the base books: 100 would be always the cheapest. */
  readonly costScore: number | null;
  /** Of the base books in which it had a route, how often that was first. */
  readonly firstShare: number | null;
  readonly transfers: { readonly arrived: number; readonly lost: number };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Adds up the tallies of the window that ends at `nowMs`; it begins with the step in which its first moment lies. */
export const readWindow = (tallies: Tallies, name: WindowName, nowMs: number): HealthWindow => {
  const { scale, steps } = WINDOWS[name];
  const { stepMs } = SCALES[scale];
  const fromMs = Math.floor(nowMs / stepMs) * stepMs - steps * stepMs;
  const within = [...tallies[scale].values()].filter(({ startMs }) => startMs >= fromMs && startMs <= nowMs);
  const sum = (read: (tally: (typeof within)[number]) => number) => within.reduce((total, tally) => total + read(tally), 0);
  const failures: Record<string, number> = {};
  const bins: number[] = [];
  for (const tally of within) {
    for (const [code, count] of Object.entries(tally.codes)) failures[code] = (failures[code] ?? 0) + count;
    for (const [bin, count] of tally.bins.entries()) bins[bin] = (bins[bin] ?? 0) + count;
  }
  const [answered, failed] = [sum((tally) => tally.answered), sum((tally) => tally.failed)];
  return {
    answered,
    failed,
    refused: sum((tally) => tally.refused),
    successRate: share(answered, answered + failed),
    uptime: share(
      sum(({ up }) => countSlots(up)),
      sum(({ looked }) => countSlots(looked)),
    ),
    answerMsMean: share(
      sum(({ answerMs }) => answerMs),
      bins.reduce((total, count) => total + count, 0),
    ),
    answerMsP95: quantileOf(bins, 0.95),
    failures,
    costScore: share(
      sum(({ costScore }) => costScore),
      sum(({ standings }) => standings),
    ),
    firstShare: share(
      sum(({ firsts }) => firsts),
      sum(({ standings }) => standings),
    ),
    transfers: { arrived: sum((tally) => tally.arrived), lost: sum((tally) => tally.lost) },
  };
};
