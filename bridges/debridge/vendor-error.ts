import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';
import type { JsonAnswer } from '../_kit/read-json.ts';
import { apiError } from './schemas.ts';

/** The API's own ids in our codes. What is not here is read by its words. */
const CODES: Readonly<Record<string, FailureCode>> = {
  ERROR_LOW_GIVE_AMOUNT: 'AMOUNT_TOO_LOW',
  INCLUDED_GAS_FEE_NOT_COVERED_BY_INPUT_AMOUNT: 'AMOUNT_TOO_LOW',
  IMPOSSIBLE_ROUTE: 'UNSUPPORTED_ROUTE',
  SOURCE_AND_DESTINATION_CHAINS_ARE_EQUAL: 'UNSUPPORTED_ROUTE',
  INTERNAL_SERVER_ERROR: 'UPSTREAM_ERROR',
};

const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/too many requests|rate.?limit/i, 'RATE_LIMITED'],
  [/liquidity/i, 'INSUFFICIENT_LIQUIDITY'],
  [/too (low|small)|minimum|less than/i, 'AMOUNT_TOO_LOW'],
  [/too (high|large|big)|maximum|exceeds/i, 'AMOUNT_TOO_HIGH'],
  [/paused|maintenance/i, 'PAUSED'],
  [/not supported|unsupported|unknown (chain|token)|token not found/i, 'UNSUPPORTED_ROUTE'],
];

/** Whether an answer is an error, whatever its status. */
export const isError = ({ status, json }: JsonAnswer): boolean => status >= 300 || apiError.safeParse(json).success;

/** An error of the API as a failure, with its own words beside our code. */
export const vendorError = ({ status, json }: JsonAnswer): QuoteFailure => {
  const parsed = apiError.safeParse(json);
  if (!parsed.success) return failure('UPSTREAM_ERROR', `HTTP ${status}: ${JSON.stringify(json)}`);
  const { errorId, errorMessage } = parsed.data;
  const words = `${errorId}: ${errorMessage ?? ''}`;
  const known = Object.hasOwn(CODES, errorId) ? CODES[errorId] : WORDS.find(([pattern]) => pattern.test(words.replaceAll('_', ' ')))?.[1];
  return failure(known ?? 'UPSTREAM_ERROR', words);
};
