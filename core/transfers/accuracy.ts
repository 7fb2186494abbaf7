/** Hundredths of a basis point are told apart. */
const PARTS_PER_WHOLE = 1_000_000n;
const PARTS_PER_BPS = 100;

/**
 * What was delivered against what was promised, in basis points of the promise: 0 is to the base unit, -1.5 is 0.015 % short, above 0 is
 * more than promised. Rounded away from 0 to hundredths, so that 0 says exactly 0. Null when nothing was promised.
 */
export const accuracyBps = (delivered: bigint, promised: bigint): number | null => {
  if (promised === 0n) return null;
  const short = delivered < promised;
  const difference = short ? promised - delivered : delivered - promised;
  const parts = Number((difference * PARTS_PER_WHOLE + promised - 1n) / promised) / PARTS_PER_BPS;
  return short ? -parts : parts;
};
