import { ALL_CORRIDORS, fillTimesKey, WINDOWS, type WindowName, type WindowTimes } from '../domain/fill-times.ts';
import { type Bucket, isWithin } from './buckets.ts';
import { quantilesOf } from './duration-bins.ts';
import type { Measure } from './fill-tally.ts';

/** What a bucket counted: by name, then by measure. */
export type Contents = ReadonlyMap<string, ReadonlyMap<Measure, number>>;

/** How well promises were kept, of the fills of one window whose quote is known. */
export interface WindowAccuracy {
  readonly transfers: number;
  /** Mean of `accuracyBps`; null when there are none. */
  readonly meanBps: number | null;
  /** Those that delivered all that was promised, or more. */
  readonly deliveredInFull: number;
  /** Those that came within the promised p90. */
  readonly inTime: number;
}

export interface WindowFigures extends WindowTimes {
  readonly accuracy: WindowAccuracy;
}

/** Figures of one bridge's corridor, or of all its corridors; one for each of `WINDOWS`. */
export type Figures = readonly WindowFigures[];

export interface FigureTable {
  /** What a bucket holds now, in place of what it held. */
  put(bucket: Bucket, contents: Contents): void;
  /** Lets go of what has left its windows by now. Gives the figures that changed since the last time; those without fills have no more. */
  advance(nowMs: number): ReadonlyMap<string, Figures>;
  /** The figures of a name as `advance` gave them last. */
  of(name: string): Figures | undefined;
  /** Every name that has figures. */
  names(): Iterable<string>;
}

interface Held {
  readonly bucket: Bucket;
  readonly contents: Contents;
}

type Totals = Map<string, Map<Measure, number>>;

const EMPTY: Contents = new Map();

const allOf = (name: string): string => fillTimesKey(name.slice(0, name.indexOf('|')), ALL_CORRIDORS);

const addTo = (totals: Totals, name: string, counts: ReadonlyMap<Measure, number>, sign: 1 | -1) => {
  const total = totals.get(name) ?? new Map<Measure, number>();
  for (const [measure, count] of counts) {
    const sum = (total.get(measure) ?? 0) + sign * count;
    if (sum === 0) total.delete(measure);
    else total.set(measure, sum);
  }
  if (total.size === 0) totals.delete(name);
  else totals.set(name, total);
};

const BPS_PARTS = 100;

const figuresOf = (window: WindowName, total: ReadonlyMap<Measure, number> | undefined): WindowFigures => {
  const bins = new Map<number, number>();
  let fills = 0;
  for (const [measure, count] of total ?? []) {
    if (!measure.startsWith('t') || count <= 0) continue;
    bins.set(Number(measure.slice(1)), count);
    fills += count;
  }
  const transfers = total?.get('q') ?? 0;
  const meanBps = transfers > 0 ? Math.round((total?.get('a') ?? 0) / transfers) / BPS_PARTS : null;
  const accuracy = { transfers, meanBps, deliveredInFull: total?.get('k') ?? 0, inTime: total?.get('i') ?? 0 };
  return { window, fills, ...quantilesOf(bins), accuracy };
};

/**
 * The figures of all corridors, kept up as buckets change and windows move on: what comes is added, what goes is subtracted, and all counts
 * are whole numbers, so the result is that of adding up every bucket of every window anew. Bounded by the buckets that are put in.
 */
export const createFigureTable = (): FigureTable => {
  const windows = WINDOWS.map((window) => ({ window, held: new Map<number, Held>(), totals: new Map() as Totals }));
  const figures = new Map<string, Figures>();
  let changed = new Set<string>();

  const shift = (totals: Totals, contents: Contents, sign: 1 | -1) => {
    for (const [name, counts] of contents) {
      const all = allOf(name);
      addTo(totals, name, counts, sign);
      addTo(totals, all, counts, sign);
      changed.add(name).add(all);
    }
  };

  return {
    put: (bucket, contents) => {
      for (const { window, held, totals } of windows) {
        if (!isWithin(bucket, window, Number.NEGATIVE_INFINITY)) continue;
        shift(totals, held.get(bucket.index)?.contents ?? EMPTY, -1);
        shift(totals, contents, 1);
        if (contents.size === 0) held.delete(bucket.index);
        else held.set(bucket.index, { bucket, contents });
      }
    },
    advance: (nowMs) => {
      for (const { window, held, totals } of windows) {
        for (const [index, { bucket, contents }] of held) {
          if (isWithin(bucket, window, nowMs)) continue;
          held.delete(index);
          shift(totals, contents, -1);
        }
      }
      const names = changed;
      changed = new Set();
      const fresh = new Map<string, Figures>();
      for (const name of names) {
        const made = windows.map(({ window, totals }) => figuresOf(window, totals.get(name)));
        fresh.set(name, made);
        if (made.some(({ fills }) => fills > 0)) figures.set(name, made);
        else figures.delete(name);
      }
      return fresh;
    },
    of: (name) => figures.get(name),
    names: () => figures.keys(),
  };
};
