import type { TvlReading } from './health-event.ts';

const HOUR_MS = 3_600_000;
/** The fall is measured from the most of so many hours. */
const HOURS = 24;
/** A fall of more than this share opens the breaker. */
export const TVL_FALL_MAX = 0.2;

/** The most that was read within each of the last hours, and the latest reading. */
export interface TvlHistory {
  readonly mostByHour: Map<number, number>;
  latest: TvlReading | undefined;
}

export const createTvlHistory = (): TvlHistory => ({ mostByHour: new Map(), latest: undefined });

/** Takes a reading in, in place. False when it is not the latest, so that it says nothing of now. */
export const addTvl = (history: TvlHistory, reading: TvlReading): boolean => {
  const hour = Math.floor(reading.atMs / HOUR_MS);
  history.mostByHour.set(hour, Math.max(history.mostByHour.get(hour) ?? 0, reading.usd));
  const { latest } = history;
  const isLatest = latest === undefined || reading.atMs > latest.atMs || (reading.atMs === latest.atMs && reading.id > latest.id);
  if (isLatest) history.latest = reading;
  const newest = Math.floor((history.latest ?? reading).atMs / HOUR_MS);
  for (const known of history.mostByHour.keys()) if (known < newest - HOURS) history.mostByHour.delete(known);
  return isLatest;
};

export interface TvlFall {
  readonly share: number;
  readonly fromUsd: number;
  readonly toUsd: number;
}

/** How far the latest reading lies below the most of the last day. */
export const tvlFall = ({ mostByHour, latest }: TvlHistory): TvlFall => {
  const fromUsd = Math.max(0, ...mostByHour.values());
  const toUsd = latest?.usd ?? fromUsd;
  return { share: fromUsd === 0 ? 0 : (fromUsd - toUsd) / fromUsd, fromUsd, toUsd };
};
