import { err, ok, type Result } from '#core/result.ts';

/**
 * Why a text is no amount. `none`: empty, zero, no number, or more decimals than the asset has. `commas`: they part no thousands.
 * `either`: its one comma may part thousands or be the point.
 */
export type AmountFault = 'none' | 'commas' | 'either';

/** What a lone comma before three digits means to the reader: it parts thousands, or it may as well be the point. */
export type LoneComma = 'thousands' | 'either';

const THOUSANDS = /^[1-9]\d{0,2}(,\d{3})+$/;
const LONE_COMMA = /^\d+,\d*$/;

/** Many countries' phones have no point on the keypad for numbers, but a comma. */
export const loneCommaOf = (locale: string): LoneComma =>
  new Intl.NumberFormat(locale).formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',') ? 'either' : 'thousands';

/** Commas gone, or turned into the point, where they can mean one thing alone. */
const withoutCommas = (text: string, loneComma: LoneComma): Result<string, AmountFault> => {
  const [whole = '', ...fraction] = text.split('.');
  if (!text.includes(',')) return ok(text);
  if (THOUSANDS.test(whole)) {
    const isLone = fraction.length === 0 && whole.indexOf(',') === whole.lastIndexOf(',');
    if (isLone && loneComma === 'either') return err('either');
    return ok([whole.replaceAll(',', ''), ...fraction].join('.'));
  }
  return LONE_COMMA.test(text) ? ok(text.replace(',', '.')) : err('commas');
};

/** Reads what a person typed (`1,000.5`, `1,5`) into base units: above zero, and no finer than the asset. */
export const readAmount = (text: string, decimals: number, loneComma: LoneComma = 'thousands'): Result<bigint, AmountFault> => {
  const plain = withoutCommas(text.replace(/[\s_]/g, ''), loneComma);
  if (!plain.ok) return plain;
  const match = /^(\d{1,60})(?:\.(\d*))?$/.exec(plain.value);
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) return err('none');
  const amount = BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  return amount > 0n && amount < 1n << 256n ? ok(amount) : err('none');
};
