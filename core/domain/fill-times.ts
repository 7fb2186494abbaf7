/** The windows over which figures are given, shortest first. */
export const WINDOWS = ['1h', '24h', '7d'] as const;

export type WindowName = (typeof WINDOWS)[number];

/** Stands for a bridge's corridors together, where a corridor's id would stand. */
export const ALL_CORRIDORS = '*';

/** How long the fills of one window took, from the deposit's block to the fill's. In ms, within 1 %. */
export interface WindowTimes {
  readonly window: WindowName;
  readonly fills: number;
  /** 0 when there are no fills. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** How long a bridge's fills of one corridor took of late. The unit of the topic `fill-times`; the latest counts. */
export interface FillTimesEvent {
  readonly bridge: string;
  /** Canonical corridor id, or `ALL_CORRIDORS`. */
  readonly corridor: string;
  readonly observedAtMs: number;
  /** One for each of `WINDOWS`, in that order. */
  readonly windows: readonly WindowTimes[];
}

/** What keys the figures of a bridge's corridor, in their topic and in the views. */
export const fillTimesKey = (bridge: string, corridor: string): string => `${bridge}|${corridor}`;
