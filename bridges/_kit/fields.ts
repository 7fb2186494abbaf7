import { z } from 'zod';

/** 2^256 has 78 digits. */
const LONGEST_AMOUNT = 78;

/** Base units as text. A minus sign is read, so that a negative part is named as such and not as bad JSON. */
export const units = z
  .string()
  .max(LONGEST_AMOUNT)
  .regex(/^-?\d+$/)
  .transform(BigInt);

export const evmAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
/** A transaction hash, a guid, an order's or a request's id. */
export const bytes32 = z.string().regex(/^0x[0-9a-fA-F]{64}$/);
export const chainId = z.int().positive();
export const tokenDecimals = z.int().min(0).max(255);

const UINT32_MAX = 4_294_967_295;
/** Seconds since 1970 or of a span, as a number or as text. */
export const uint32 = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(0).max(UINT32_MAX));

/** What is wrong with an answer, in a few words: the first field that does not fit, and why. */
export const issueOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? 'not the documented shape' : `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`;
};
