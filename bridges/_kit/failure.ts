import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { err } from '#core/result.ts';

/** A vendor's own words may be a whole page; a failure keeps what a person would read. */
const DETAIL_LENGTH_MAX = 300;

/** A failure value. `detail` is cut to 300 characters; line breaks become spaces. */
export const failure = (
  code: FailureCode,
  detail: string,
  more: { readonly limit?: bigint | null; readonly retryAfterMs?: number | null } = {},
): QuoteFailure => ({
  code,
  detail: detail.replace(/\s+/g, ' ').trim().slice(0, DETAIL_LENGTH_MAX),
  limit: more.limit ?? null,
  retryAfterMs: more.retryAfterMs ?? null,
});

/** The same as a failed result. */
export const fail = (code: FailureCode, detail: string, more?: Parameters<typeof failure>[2]) => err(failure(code, detail, more));
