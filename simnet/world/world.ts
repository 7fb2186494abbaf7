import type { DialName } from './dial-list.ts';

/** What decides the world at a step of its clock: the seed, and what somebody has set by hand. All of `world/` is a function of it. */
export interface World {
  readonly seed: string;
  /** A value that was set by hand for a corridor, a coin or a chain. */
  dial(name: DialName, target: string): number | undefined;
  /** What a price is multiplied by, after a shock. */
  priceFactor(priceId: string): number;
  /** Whether a bridge has nothing left for a corridor. */
  drained(bridge: string, corridor: string): boolean;
}

/** The world's clock ticks once a second. */
export const STEP_MS = 1_000;

/** The step at a time, for a world that began at `epochMs`. */
export const stepAt = (epochMs: number, nowMs: number): number => Math.max(0, Math.floor((nowMs - epochMs) / STEP_MS));
