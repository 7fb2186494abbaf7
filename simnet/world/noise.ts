/**
 * Seeded noise without memory: the value of a walk at any step follows from its name and the step alone, so a restarted world goes on
 * where the clock says and equal seeds give equal worlds.
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A number within 0 (inclusive) to 1 (exclusive) that belongs to the key: FNV-1a, its bits then mixed well. */
export const uniform = (key: string): number => {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};

const smooth = (part: number): number => part * part * (3 - 2 * part);

/** One octave: random heights every `period` steps, smoothly joined. Within -1 to 1. */
const octave = (key: string, step: number, period: number): number => {
  const from = Math.floor(step / period);
  const left = uniform(`${key}/${from}`) * 2 - 1;
  const right = uniform(`${key}/${from + 1}`) * 2 - 1;
  return left + (right - left) * smooth(step / period - from);
};

/** Each octave is three times as slow as the one before and weighs twice as much: ripples on swells. */
const OCTAVES = [
  { period: 1, weight: 1 },
  { period: 3, weight: 2 },
  { period: 9, weight: 4 },
  { period: 27, weight: 8 },
] as const;
const WEIGHT_SUM = 15;

/** A wandering value within -1 to 1 that returns to 0. `pace` is the length of its shortest ripple in steps. */
export const wander = (key: string, step: number, pace: number): number =>
  OCTAVES.reduce((sum, { period, weight }) => sum + weight * octave(`${key}/${period}`, step, period * pace), 0) / WEIGHT_SUM;
