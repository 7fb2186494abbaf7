import { withPowerOfTen } from './with-power-of-ten.ts';

const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const FINE = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });

const ROUND = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 });

/** A round worth, for a button: `≈\u00a0$10K`. */
export const roundUsd = (usd: number): string => `≈\u00a0$${ROUND.format(usd)}`;

/** Less than four places can say. */
const LEAST = 0.000_05;
/** From here on the digits say nothing more. */
const BEYOND_WORDS = 1e12;

const sumInWords = (sum: number): string => {
  if (sum >= BEYOND_WORDS) {
    const [mantissa = '', exponent] = sum.toExponential(2).split('e');
    return withPowerOfTen(mantissa, Number(exponent));
  }
  return sum < 0.1 ? FINE.format(sum) : CENTS.format(sum);
};

/** A USD estimate, marked as one: `≈\u00a0$0.58`. Small sums keep four places, so that they do not all read as nothing; smaller ones are `<\u00a0$0.0001`. */
export const formatUsd = (usd: number): string => {
  const sum = Math.abs(usd);
  if (sum === 0) return '≈\u00a0$0';
  if (sum < LEAST) return usd < 0 ? '>\u00a0−$0.0001' : '<\u00a0$0.0001';
  return `≈\u00a0${usd < 0 ? '−' : ''}$${sumInWords(sum)}`;
};
