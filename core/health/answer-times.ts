/** Upper ends of the bins, ms: each half as much again as the one before, from 5 ms to beyond any time-out. */
export const BIN_ENDS_MS: readonly number[] = Array.from({ length: 20 }, (_, index) => 5 * 1.5 ** index);

/** The bin that a time falls into; the last one has no upper end. */
export const binOf = (ms: number): number => {
  const bin = BIN_ENDS_MS.findIndex((end) => ms <= end);
  return bin === -1 ? BIN_ENDS_MS.length : bin;
};

/** The time that `share` (0 to 1) of the counted ones do not exceed, between the ends of its bin by proportion; null when nothing is counted. */
export const quantileOf = (bins: readonly number[], share: number): number | null => {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [bin, count] of bins.entries()) {
    if (below + count >= rank && count > 0) {
      const start = bin === 0 ? 0 : (BIN_ENDS_MS[bin - 1] ?? 0);
      const end = BIN_ENDS_MS[bin] ?? start * 1.5;
      return start + ((end - start) * (rank - below)) / count;
    }
    below += count;
  }
  return null;
};
