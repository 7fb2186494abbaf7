import type { FillTimesEvent, WindowTimes } from '../domain/fill-times.ts';

/** What the ranking knows of how long fills took of late. */
export interface FillTimesView {
  /** Changes whenever anything here does. */
  readonly revision: number;
  /** Shortest window first; undefined when nothing was ever heard of this corridor. */
  of(bridge: string, corridor: string): readonly WindowTimes[] | undefined;
}

export interface FillTimesBoard extends FillTimesView {
  /** Takes figures in; older ones than what is held change nothing. True when they say something else now. */
  fold(event: FillTimesEvent): boolean;
}

const same = (a: readonly WindowTimes[], b: readonly WindowTimes[]): boolean =>
  a.length === b.length &&
  a.every((one, at) => {
    const other = b[at];
    return other !== undefined && one.fills === other.fills && one.p50 === other.p50 && one.p90 === other.p90 && one.p99 === other.p99;
  });

/** The latest figures of each corridor, by time of observation. Bounded by the bridges and the corridors between listed assets. */
export const createFillTimesBoard = (): FillTimesBoard => {
  /** By bridge and then by corridor: one name made of both would be made anew for each answer that is appraised. */
  const held = new Map<string, Map<string, FillTimesEvent>>();
  let revision = 0;
  return {
    get revision() {
      return revision;
    },
    fold: (event) => {
      const ofBridge = held.get(event.bridge) ?? new Map<string, FillTimesEvent>();
      const before = ofBridge.get(event.corridor);
      if (before !== undefined && before.observedAtMs >= event.observedAtMs) return false;
      held.set(event.bridge, ofBridge.set(event.corridor, event));
      if (same(before?.windows ?? [], event.windows)) return false;
      revision += 1;
      return true;
    },
    of: (bridge, corridor) => held.get(bridge)?.get(corridor)?.windows,
  };
};
