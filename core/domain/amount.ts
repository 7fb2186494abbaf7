import { type InputError, inputError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** Amounts are uint256 on every chain we know. */
export const AMOUNT_LIMIT = 1n << 256n;
/** 2^256 has 78 digits; a longer text is refused before it is parsed. */
const LONGEST_AMOUNT = 78;

/** Reads an amount in base units: decimal digits, no sign, no leading zero, above zero and below 2^256. */
export const parseAmount = (text: string, pointer: string): Result<bigint, InputError> => {
  const wrong = (why: string) =>
    err(inputError('INVALID_AMOUNT', pointer, `${why}; write base units as a decimal string, for example "1000000000" for 1000 USDC`));
  if (text.length > LONGEST_AMOUNT) return wrong('the amount is at or above 2^256');
  if (text === '0') return wrong('the amount must be above zero');
  if (!/^[1-9]\d*$/.test(text))
    return wrong('the amount is not a plain decimal integer (no sign, fraction, exponent, hex or leading zero)');
  const amount = BigInt(text);
  return amount < AMOUNT_LIMIT ? ok(amount) : wrong('the amount is at or above 2^256');
};

/** No token has more decimals: a single unit would be more than a uint256. */
const DECIMALS_MAX = 77;
/** Looked up, as powers are the dearest part of a valuation. */
const POWERS_OF_TEN: readonly number[] = Array.from({ length: DECIMALS_MAX + 1 }, (_, decimals) => 10 ** decimals);

/** Base units as whole ones. */
export const inWholeUnits = (amount: number, decimals: number): number => amount / (POWERS_OF_TEN[decimals] as number);

/** An estimate: what `amount` base units are worth at `priceUsd` a whole unit. */
export const toUsd = (amount: bigint, decimals: number, priceUsd: number): number => inWholeUnits(Number(amount), decimals) * priceUsd;

/** A USD estimate as it leaves the program: decimal, six places. */
export const formatUsd = (usd: number): string => {
  if (!Number.isFinite(usd)) return '0.000000';
  // toFixed turns to exponents here; such estimates are absurd, and are still written as decimals.
  if (Math.abs(usd) >= 1e21) return `${BigInt(usd)}.000000`;
  return usd.toFixed(6);
};

/** Amounts derived from USD keep this many digits, so that a walking price does not make a new book each time. */
const SIGNIFICANT_DIGITS = 2;

/**
 * The amount in base units that `usd` buys, rounded to two significant digits. Rungs of the ladder and
 * `amountUsd` both use it, so that everyone who asks for "1 000 USD worth" shares one book.
 */
export const amountForUsd = (usd: number, decimals: number, priceUsd: number): bigint => {
  const units = usd / priceUsd;
  const [digits = '1', exponent = '0'] = units.toExponential(SIGNIFICANT_DIGITS - 1).split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const shift = decimals + Number(exponent) - fraction.length;
  const scaled = BigInt(whole + fraction);
  if (shift >= 0) return scaled * 10n ** BigInt(shift);
  return scaled / 10n ** BigInt(-shift) || 1n;
};
