import { corridorById } from '#core/domain/corridor.ts';
import { ALL_CORRIDORS, type FillTimesEvent, WINDOWS } from '#core/domain/fill-times.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { FillTimesRecord } from '../generated/fill-times.ts';

/** A record of the topic `fill-times` as the domain's event, or in words what is wrong with it. */
export const fillTimesFromRecord = ({ bridge, corridor, observedAtMs, windows }: FillTimesRecord): Result<FillTimesEvent, string> => {
  if (corridor !== ALL_CORRIDORS && corridorById(corridor) === undefined) {
    return err(`no corridor between listed assets: ${corridor.slice(0, 100)}`);
  }
  const read = WINDOWS.flatMap((name) => windows.find(({ window }) => window === name) ?? []);
  if (read.length !== WINDOWS.length) return err(`figures of ${read.map(({ window }) => window).join()}, not of each of ${WINDOWS.join()}`);
  for (const { window, fills, p50Ms, p90Ms, p99Ms } of read) {
    if (!(fills >= 0 && p50Ms >= 0 && p90Ms >= p50Ms && p99Ms >= p90Ms))
      return err(`the figures of ${window} are no quantiles of anything`);
  }
  return ok({
    bridge,
    corridor,
    observedAtMs,
    windows: WINDOWS.flatMap((name, at) => {
      const of = read[at];
      return of === undefined ? [] : [{ window: name, fills: of.fills, p50: of.p50Ms, p90: of.p90Ms, p99: of.p99Ms }];
    }),
  });
};

/** Figures as a record of the topic `fill-times`. */
export const fillTimesToRecord = ({ bridge, corridor, observedAtMs, windows }: FillTimesEvent): FillTimesRecord => ({
  bridge,
  corridor,
  observedAtMs,
  windows: windows.map(({ window, fills, p50, p90, p99 }) => ({ window, fills, p50Ms: p50, p90Ms: p90, p99Ms: p99 })),
});
