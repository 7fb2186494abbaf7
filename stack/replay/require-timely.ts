import { QUOTE_LIFETIME_MS_MAX } from '#core/domain/quote.ts';
import { LaunchError } from '../launch-error.ts';

/** From here on quotes run out before they are in a book, and books are empty for that alone. */
const LATE_MS_MAX = QUOTE_LIFETIME_MS_MAX / 2;

/** Throws LaunchError when the books of a replay were so late that comparing them tells nothing of the ranking. */
export const requireTimely = (lateMs: number): void => {
  if (lateMs < LATE_MS_MAX) return;
  throw new LaunchError(
    `The ranker could not keep up: its books were ${(lateMs / 1_000).toFixed(1)} s of history late, in which quotes run out. Take a lower --speed.`,
  );
};
