const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const FINE = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });

const ROUND = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 });

/** A round worth, for a button: `≈\u00a0$10K`. */
export const roundUsd = (usd: number): string => `≈\u00a0$${ROUND.format(usd)}`;

/** A USD estimate, marked as one: `≈\u00a0$0.58`. Small sums keep four places, so that they do not all read as nothing. */
export const formatUsd = (usd: number): string => {
  const sum = Math.abs(usd);
  if (sum === 0) return '≈\u00a0$0';
  return `≈\u00a0${usd < 0 ? '−' : ''}$${sum < 0.1 ? FINE.format(sum) : CENTS.format(sum)}`;
};
