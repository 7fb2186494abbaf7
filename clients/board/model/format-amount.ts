/** Thousands are parted by a thin space's wider cousin: a plain comma, as in every order book. */
const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export interface AmountText {
  readonly whole: string;
  /** Without the point; empty when the asset is shown in whole units. */
  readonly fraction: string;
}

/** However many decimals an asset has, this many are read at a glance; what is cut off is cut, never rounded up. */
const FRACTION_DIGITS_SHOWN = 6;

/** Base units to a decimal text, exactly: no floating point on the way. */
export const amountText = (amount: bigint, decimals: number, digits = FRACTION_DIGITS_SHOWN): AmountText => {
  const sign = amount < 0n ? '−' : '';
  const padded = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const cut = padded.length - decimals;
  return { whole: sign + grouped(padded.slice(0, cut)), fraction: padded.slice(cut).slice(0, Math.min(digits, decimals)) };
};

/** As one text, `1,234.500000`. */
export const formatAmount = (amount: bigint, decimals: number, digits?: number): string => {
  const { whole, fraction } = amountText(amount, decimals, digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
};

/** Without zeros that say nothing: `1,234.5`, `1,000`. */
export const formatAmountShort = (amount: bigint, decimals: number): string => {
  const { whole, fraction } = amountText(amount, decimals, decimals);
  const rest = fraction.replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
};

/** For a field, where digits are added and taken away: `1234.5`. Among commas a further digit would make no amount, or another. */
export const plainAmount = (amount: bigint, decimals: number): string => formatAmountShort(amount, decimals).replaceAll(',', '');
