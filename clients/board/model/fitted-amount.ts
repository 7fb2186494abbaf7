import { amountText, formatAmount, formatAmountShort } from './format-amount.ts';
import { withPowerOfTen } from './with-power-of-ten.ts';

/** An amount cut to the room that there is; never to another amount. */
export interface FittedAmount {
  readonly whole: string;
  /** Without the point; empty where there is no room for it. */
  readonly fraction: string;
  /** Both, as one text. */
  readonly text: string;
  /** To the base unit; for a title, and for who listens. */
  readonly exact: string;
  /** The whole did not fit, so it is told by its power of ten. */
  readonly isShortened: boolean;
}

const MANTISSA_DIGITS = 4;

/** Cut, never rounded up. */
const shortened = (amount: bigint, decimals: number): string => {
  const digits = (amount < 0n ? -amount : amount).toString();
  const fraction = digits.slice(1, 1 + MANTISSA_DIGITS).padEnd(MANTISSA_DIGITS, '0');
  return withPowerOfTen(`${amount < 0n ? '−' : ''}${digits[0]}.${fraction}`, digits.length - 1 - decimals);
};

/** Base units in at most so many characters: with fewer decimals than usual, else as `1.2345 × 10²⁹`. */
export const fittedAmount = (amount: bigint, decimals: number, room: number): FittedAmount => {
  const { whole } = amountText(amount, decimals);
  const exact = formatAmountShort(amount, decimals);
  if (whole.length > room) {
    const short = shortened(amount, decimals);
    return { whole: short, fraction: '', text: short, exact, isShortened: true };
  }
  // The point takes one.
  const digits = Math.max(0, room - whole.length - 1);
  const text = formatAmount(amount, decimals, Math.min(digits, amountText(amount, decimals).fraction.length));
  return { whole, fraction: text.slice(whole.length + 1), text, exact, isShortened: false };
};
