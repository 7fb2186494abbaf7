import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';
import type { JsonAnswer } from '../_kit/read-json.ts';
import { RETRY_AFTER_MS_MAX } from '../_kit/retry-after.ts';
import { apiError } from './schemas.ts';

/** The API's own codes (docs.li.fi/api-reference/error-codes) in ours. What is not here is an UPSTREAM_ERROR. */
const CODES: Readonly<Record<string, FailureCode>> = {
  '1002': 'UNSUPPORTED_ROUTE',
  '1003': 'UNSUPPORTED_ROUTE',
  '1005': 'RATE_LIMITED',
  '1009': 'UPSTREAM_TIMEOUT',
};

/** Why one of its tools gave nothing. */
const TOOL_CODES: Readonly<Record<string, FailureCode>> = {
  AMOUNT_TOO_LOW: 'AMOUNT_TOO_LOW',
  FEES_HIGHER_THAN_AMOUNT: 'AMOUNT_TOO_LOW',
  FEES_HGHER_THAN_AMOUNT: 'AMOUNT_TOO_LOW',
  AMOUNT_TOO_HIGH: 'AMOUNT_TOO_HIGH',
  INSUFFICIENT_LIQUIDITY: 'INSUFFICIENT_LIQUIDITY',
  CANNOT_GUARANTEE_MIN_AMOUNT: 'INSUFFICIENT_LIQUIDITY',
  NO_POSSIBLE_ROUTE: 'UNSUPPORTED_ROUTE',
  DIFFERENT_RECIPIENT_NOT_SUPPORTED: 'UNSUPPORTED_ROUTE',
  TOOL_TIMEOUT: 'UPSTREAM_TIMEOUT',
  RPC_ERROR: 'UPSTREAM_ERROR',
  UNKNOWN_ERROR: 'UPSTREAM_ERROR',
  TOOL_SPECIFIC_ERROR: 'UPSTREAM_ERROR',
};

/** Of several tools' reasons the one that the user can act on counts most; that one of them does not know a token, least of the certain ones. */
const WEIGHT: readonly FailureCode[] = [
  'AMOUNT_TOO_LOW',
  'AMOUNT_TOO_HIGH',
  'INSUFFICIENT_LIQUIDITY',
  'UNSUPPORTED_ROUTE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_ERROR',
];

/** Said in words alone: reasons of routes that were filtered out, and errors without a code. */
const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/rate limit/i, 'RATE_LIMITED'],
  [/(amount|value).*too (low|small)|below the minimum|fees? (is|are)? ?higher than/i, 'AMOUNT_TOO_LOW'],
  [/(amount|value).*too (high|large)|above the maximum/i, 'AMOUNT_TOO_HIGH'],
  [/liquidity|price impact/i, 'INSUFFICIENT_LIQUIDITY'],
  [/unable to find a quote|no available quotes?|no (possible )?routes?/i, 'UNSUPPORTED_ROUTE'],
  [
    /(unknown|unsupported|not supported|invalid|denied|not allowed).*\b(token|chain)|\b(token|chain)s?\b.*(unknown|not supported|unsupported|denied|not allowed|invalid)/i,
    'UNSUPPORTED_ROUTE',
  ],
];

const inWords = (text: string): FailureCode | undefined => WORDS.find(([pattern]) => pattern.test(text))?.[1];

/** More reasons than any answer gives. */
const NODES_MAX = 2_000;

interface Reason {
  readonly code: FailureCode;
  readonly words: string;
}

/** Every reason that stands anywhere below: `{ code, tool, message }` of a tool, `{ reason }` of a route that was filtered out. */
const reasonsIn = (root: unknown): readonly Reason[] => {
  const found: Reason[] = [];
  const left: unknown[] = [root];
  for (let count = 0; left.length > 0 && count < NODES_MAX; count += 1) {
    const node = left.pop();
    if (typeof node !== 'object' || node === null) continue;
    left.push(...Object.values(node));
    const { code, tool, message, reason } = node as Record<string, unknown>;
    if (typeof code === 'string' && Object.hasOwn(TOOL_CODES, code)) {
      found.push({ code: TOOL_CODES[code] ?? 'UPSTREAM_ERROR', words: `${String(tool ?? '')} ${code}: ${String(message ?? '')}` });
    } else if (typeof reason === 'string') {
      const known = inWords(reason);
      if (known !== undefined) found.push({ code: known, words: reason });
    }
  }
  return found;
};

/** Why there is no route, by what its tools say; undefined when none of them says anything. */
export const noRoute = (json: unknown): QuoteFailure | undefined => {
  const reasons = reasonsIn(json);
  const code = WEIGHT.find((one) => reasons.some((reason) => reason.code === one));
  const reason = reasons.find((one) => one.code === code);
  return reason && failure(reason.code, reason.words);
};

const UNIT_MS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };

/** `Rate limit exceeded, retry in 55 minutes`. */
export const waitInWords = (message: string): number | null => {
  const [, count, unit] = /retry in (\d{1,5}) (second|minute|hour)s?/i.exec(message) ?? [];
  return count === undefined || unit === undefined
    ? null
    : Math.min(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0), RETRY_AFTER_MS_MAX);
};

/** An error of the API as a failure, with its own words beside our code. */
export const vendorError = ({ status, json }: JsonAnswer): QuoteFailure => {
  const parsed = apiError.safeParse(json);
  if (!parsed.success) return failure(status === 404 ? 'UNSUPPORTED_ROUTE' : 'UPSTREAM_ERROR', `HTTP ${status}: ${JSON.stringify(json)}`);
  const { message, errors } = parsed.data;
  const code = String(parsed.data.code);
  const known = Object.hasOwn(CODES, code) ? CODES[code] : (inWords(message) ?? (status === 404 ? 'UNSUPPORTED_ROUTE' : 'UPSTREAM_ERROR'));
  if (known === 'RATE_LIMITED') return failure('RATE_LIMITED', message, { retryAfterMs: waitInWords(message) });
  // That nothing was found is explained by the tools; other errors are the API's own.
  const told = known === 'UNSUPPORTED_ROUTE' || code === 'undefined' ? noRoute(errors) : undefined;
  return told ?? failure(known ?? 'UPSTREAM_ERROR', /^1\d{3}$/.test(code) ? `${code}: ${message}` : message);
};
