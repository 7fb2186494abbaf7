import type { Look, Standing, TransferEnd } from './health-event.ts';
import { addToTally, createTally, type Tally } from './tally.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Tallies of one length, each kept as long as a window needs it; one more than the window has steps, since now lies within a step. */
interface Scale {
  readonly stepMs: number;
  readonly keep: number;
}

export const SCALES = {
  fine: { stepMs: 5 * MINUTE_MS, keep: 13 },
  hours: { stepMs: HOUR_MS, keep: 7 * 24 + 1 },
  days: { stepMs: DAY_MS, keep: 31 },
} as const satisfies Record<string, Scale>;

export type ScaleName = keyof typeof SCALES;

/** Of each scale its tallies by start. Bounded: 213 of them at most. */
export type Tallies = Readonly<Record<ScaleName, Map<number, Tally>>>;

export const createTallies = (): Tallies => ({ fine: new Map(), hours: new Map(), days: new Map() });

const NAMES = Object.keys(SCALES) as ScaleName[];

/** Counts an event into every scale that still reaches back to it. */
export const countIn = (tallies: Tallies, event: Look | Standing | TransferEnd, nowMs: number): void => {
  for (const name of NAMES) {
    const { stepMs, keep } = SCALES[name];
    const startMs = Math.floor(event.atMs / stepMs) * stepMs;
    if (startMs <= nowMs - (keep + 1) * stepMs || startMs > nowMs) continue;
    const scale = tallies[name];
    let tally = scale.get(startMs);
    if (tally === undefined) {
      tally = createTally(startMs);
      scale.set(startMs, tally);
      forget(scale, nowMs - (keep + 1) * stepMs);
    }
    addToTally(tally, event, stepMs);
  }
};

const forget = (scale: Map<number, Tally>, untilMs: number): void => {
  for (const startMs of scale.keys()) if (startMs <= untilMs) scale.delete(startMs);
};
