const AMOUNT = /^\d{1,78}$/;

/** A field that is not what its schema's doc says. Never leaves a codec: it becomes a reason. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

/** Reads an amount of base units; zero is one. Throws FieldError. */
export const readAmount = (text: string, field: string): bigint => {
  if (!AMOUNT.test(text)) throw new FieldError(`${field} is no amount: ${text.slice(0, 80)}`);
  return BigInt(text);
};

/** Reads an amount that may be absent. */
export const readOptionalAmount = (text: string | null, field: string): bigint | null => (text === null ? null : readAmount(text, field));

/** Reads a number that must be finite and not negative. Throws FieldError. */
export const readNumber = (value: number, field: string): number => {
  if (!Number.isFinite(value) || value < 0) throw new FieldError(`${field} is ${value}`);
  return value;
};

/** The last moment that a Date can hold. */
const EPOCH_MS_MAX = 8_640_000_000_000_000;

/** Reads a time in epoch milliseconds. Throws FieldError. */
export const readTime = (value: number, field: string): number => {
  if (!(value >= 0 && value <= EPOCH_MS_MAX)) throw new FieldError(`${field} is no time: ${value}`);
  return value;
};
