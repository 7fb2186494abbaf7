const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A process that lived this long had started well: its next death is the first of a new row. */
const HEALTHY_AFTER_MS = 60_000;

/** How many deaths in a row this one makes, given the row so far and how long the process lived. */
export const deathsInRow = (before: number, livedMs: number): number => (livedMs >= HEALTHY_AFTER_MS ? 1 : before + 1);

/** How long to wait before the restart that follows the n-th death in a row (n from 1): doubling, up to half a minute. */
export const restartDelayMs = (deaths: number): number => Math.min(FIRST_MS * 2 ** (deaths - 1), LONGEST_MS);
