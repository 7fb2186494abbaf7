/** Intervals vary by a tenth either way, so that questions that began together drift apart. */
const SHARE = 0.1;

const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;

/** FNV-1a, 32 bits: spreads well and needs nothing. */
const hash = (text: string): number => {
  let value = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  return value >>> 0;
};

/** An interval varied by what it is for: the same seed always gives the same length, so that plans can be tested. */
export const jittered = (intervalMs: number, seed: string): number => {
  const unit = hash(seed) / 2 ** 32;
  return Math.round(intervalMs * (1 - SHARE + 2 * SHARE * unit));
};
