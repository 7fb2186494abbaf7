/** One reading of the best amount out; null where it was not known, which the chart shows as a gap. */
export interface Reading {
  readonly atMs: number;
  readonly amountOut: bigint | null;
}

/** What the chart shows at most, and what is kept. */
export const WINDOW_MS = 5 * 60_000;
/** What it shows at least: it widens with what is known, so that the first minutes fill it too. */
const NARROW_MS = 60_000;

/** How far back the chart reaches: whole minutes, at least one. */
export const reachMs = (readings: readonly Reading[], untilMs: number): number => {
  const known = untilMs - (readings[0]?.atMs ?? untilMs);
  return Math.min(WINDOW_MS, Math.max(NARROW_MS, Math.ceil(known / NARROW_MS) * NARROW_MS));
};
/** Changes that come quicker than this are drawn as one; so a window never holds more than 1 200. */
const GRAIN_MS = 250;

/** Adds a reading and lets go of what has left the window, but for the one that reaches into it. */
export const withReading = (readings: readonly Reading[], reading: Reading): readonly Reading[] => {
  const last = readings.at(-1);
  if (last !== undefined && last.amountOut === reading.amountOut) return readings;
  const quick = last !== undefined && last.amountOut !== null && reading.amountOut !== null && reading.atMs - last.atMs < GRAIN_MS;
  const next = quick ? [...readings.slice(0, -1), { ...reading, atMs: last.atMs }] : [...readings, reading];
  const firstInside = next.findIndex(({ atMs }) => atMs >= reading.atMs - WINDOW_MS);
  return firstInside > 1 ? next.slice(firstInside - 1) : next;
};

/** Lowest and highest of what is known within the window; undefined when nothing is. */
export const rangeOf = (readings: readonly Reading[]): { low: bigint; high: bigint } | undefined => {
  const known = readings.flatMap(({ amountOut }) => (amountOut === null ? [] : [amountOut])).sort((a, b) => (a < b ? -1 : 1));
  const low = known[0];
  const high = known.at(-1);
  return low === undefined || high === undefined ? undefined : { low, high };
};

/**
 * The path of a step line in a box of 100 by 100: x is time, the window's end at the right; y the amount, highest on top.
 * A gap in what is known is a gap in the line.
 */
export const stepPath = (readings: readonly Reading[], untilMs: number): string => {
  const reach = reachMs(readings, untilMs);
  const range = rangeOf(readings);
  if (range === undefined) return '';
  const x = (atMs: number) => Math.max(0, 100 - ((untilMs - atMs) / reach) * 100).toFixed(2);
  const span = range.high - range.low;
  // The difference is taken before it becomes a number, so that no digit is lost.
  const y = (amount: bigint) => (span === 0n ? 50 : 92 - Number(((amount - range.low) * 8_400n) / span) / 100).toFixed(2);
  let path = '';
  let isDrawing = false;
  for (const [index, { atMs, amountOut }] of readings.entries()) {
    if (amountOut === null) {
      isDrawing = false;
      continue;
    }
    path += isDrawing ? `V${y(amountOut)}` : `M${x(atMs)} ${y(amountOut)}`;
    path += `H${x(readings[index + 1]?.atMs ?? untilMs)}`;
    isDrawing = true;
  }
  return path;
};
