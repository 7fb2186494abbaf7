/** Of history: well under the life of a quote, which is 30 s and for some bridges less, so that no book is empty for being late. */
const HISTORY_MS_MAX = 5_000;
/** By the machine's clock: what a slow replay is late by at most. */
const WALL_MS_MAX = 1_000;

/** How far a replay's clock may be ahead of the books, in ms of history. */
export const lagLimitMs = (speed: number): number => Math.min(speed * WALL_MS_MAX, HISTORY_MS_MAX);
