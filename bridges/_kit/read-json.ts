import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { HttpOutcome } from './network-port.ts';
import { retryAfterMs } from './retry-after.ts';

/** A JSON body, and the status it came with: 2xx, or a 4xx whose words are the vendor's to explain. */
export interface JsonAnswer {
  readonly status: number;
  readonly json: unknown;
}

/**
 * Translates what HTTP gave into a JSON answer or a failure, the same for every vendor:
 * no answer in time is UPSTREAM_TIMEOUT; 429 is RATE_LIMITED, with the wait that Retry-After names; 5xx and an unreachable host are
 * UPSTREAM_ERROR; a body that is cut off, too large or no JSON is MALFORMED_ANSWER. A 4xx with a JSON body is handed on, and words alone that
 * a question was refused with as their `message`: some APIs had no JSON for these.
 */
export const readJson = (outcome: HttpOutcome, nowMs: number): Result<JsonAnswer, QuoteFailure> => {
  if (outcome.kind === 'timeout') return fail('UPSTREAM_TIMEOUT', 'no answer in time');
  if (outcome.kind === 'unreachable') return fail('UPSTREAM_ERROR', outcome.detail);
  if (outcome.kind === 'unreadable') return fail('MALFORMED_ANSWER', outcome.detail);
  const { status, headers, body } = outcome;
  const wait = retryAfterMs(headers['retry-after'], nowMs);
  if (status === 429) return fail('RATE_LIMITED', `HTTP 429: ${excerpt(body)}`, { retryAfterMs: wait });
  if (status >= 500) return fail('UPSTREAM_ERROR', `HTTP ${status}: ${excerpt(body)}`, { retryAfterMs: wait });
  const json = parse(body);
  const words = typeof json === 'string' ? json : json === undefined && isWords(body) ? body.trim() : undefined;
  if (REFUSED.has(status) && words !== undefined) return ok({ status, json: { message: words } });
  if (json !== undefined) return ok({ status, json });
  if (status >= 400) return fail('UPSTREAM_ERROR', `HTTP ${status}: ${excerpt(body)}`);
  return fail('MALFORMED_ANSWER', `HTTP ${status} without a JSON body: ${excerpt(body)}`);
};

/** What a question is refused with for what it asks. A path that is gone, or a key that is missing, is told in a gateway's words. */
const REFUSED: ReadonlySet<number> = new Set([400, 422]);

/** No page, and no JSON that was cut off. */
const isWords = (body: string): boolean => /^\s*[^\s<{["]/.test(body);

const EXCERPT_LENGTH = 120;

const excerpt = (body: string): string => (body === '' ? '(empty body)' : body.slice(0, EXCERPT_LENGTH));

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
