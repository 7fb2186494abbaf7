const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `1.2345 × 10²⁹`; the exponent is zero or more. */
export const withPowerOfTen = (mantissa: string, exponent: number): string =>
  `${mantissa} × 10${Array.from(String(exponent), (digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
