import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';

/** The API has words and no codes. A parameter that it misses is a fault of ours or of theirs, not of the route. */
const WORDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/query param/i, 'UPSTREAM_ERROR'],
  [/liquidity/i, 'INSUFFICIENT_LIQUIDITY'],
  [/paused/i, 'PAUSED'],
  [/too many requests|rate.?limit/i, 'RATE_LIMITED'],
  [/timed? ?out/i, 'UPSTREAM_TIMEOUT'],
  [/amount.*(too (low|small)|insufficient|must be greater)|(bonder )?fee.*(exceed|greater|more) /i, 'AMOUNT_TOO_LOW'],
  [
    /(not |un)supported|not (found|available)|does not exist|invalid (token|chain|asset)|no (such )?(route|token|chain)/i,
    'UNSUPPORTED_ROUTE',
  ],
];

/** What the API objects to, with its own words. */
export const vendorError = (words: string): QuoteFailure =>
  failure(WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'UPSTREAM_ERROR', words);
