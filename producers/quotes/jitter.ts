/** Intervals vary by a tenth either way, so that questions that began together drift apart. */
const SHARE = 0.1;

const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;

/** Murmur3's last step: without it, texts that differ in their last letter alone stay close to each other. */
const spread = (value: number): number => {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
};

/** FNV-1a, 32 bits, spread over all of them. */
const hash = (text: string): number => {
  let value = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), FNV_PRIME);
  return spread(value);
};

/** An interval varied by what it is for: the same seed always gives the same length, so that plans can be tested. */
export const jittered = (intervalMs: number, seed: string): number => {
  const unit = hash(seed) / 2 ** 32;
  return Math.round(intervalMs * (1 - SHARE + 2 * SHARE * unit));
};
