/** Shares are written in parts of this. */
const ONE = 10n ** 18n;

interface Part {
  readonly total: bigint;
  readonly pct?: bigint | undefined;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Whether each part of a fee is the share of the amount that stands beside it, but for rounding. A part without a share fits anything. */
export const sharesFit = (parts: readonly Part[], amountIn: bigint): boolean => {
  const rounding = amountIn / ONE + BigInt(parts.length);
  return parts.every(({ pct, total }) => pct === undefined || absolute((pct * amountIn) / ONE - total) <= rounding);
};
