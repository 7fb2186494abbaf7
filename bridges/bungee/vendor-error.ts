import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';
import type { JsonAnswer } from '../_kit/read-json.ts';
import { envelope } from './schemas.ts';

/** Its errors have no codes: what they say is read. */
const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/rate limit|too many requests/i, 'RATE_LIMITED'],
  [/(amount|value).*too (low|small)|below the minimum/i, 'AMOUNT_TOO_LOW'],
  [/(amount|value).*too (high|large)|above the maximum/i, 'AMOUNT_TOO_HIGH'],
  [/liquidity/i, 'INSUFFICIENT_LIQUIDITY'],
  [/no (possible |available )?routes?|routes? not found|not supported|unsupported/i, 'UNSUPPORTED_ROUTE'],
];

/** `message` is a text or an object with a text in `error`, and in `details.error.message` where it says more. */
const wordsOf = (json: unknown): string => {
  const parsed = envelope.safeParse(json);
  const said = parsed.success ? (parsed.data.message ?? parsed.data.error) : undefined;
  if (typeof said === 'string') return said;
  const { error, message, details } = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>;
  const inner = (details as { error?: { message?: unknown } } | null | undefined)?.error?.message;
  return [error, message, inner].filter((text) => typeof text === 'string').join(': ');
};

/** An error of the API as a failure, with its own words. */
export const vendorError = ({ status, json }: JsonAnswer): QuoteFailure => {
  const words = wordsOf(json);
  const code = WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? (status === 404 ? 'UNSUPPORTED_ROUTE' : 'UPSTREAM_ERROR');
  return failure(code, words === '' ? `HTTP ${status}: ${JSON.stringify(json)}` : words);
};
