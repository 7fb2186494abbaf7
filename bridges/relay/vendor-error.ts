import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { failure } from '../_kit/failure.ts';
import type { JsonAnswer } from '../_kit/read-json.ts';
import { apiError } from './schemas.ts';

/** The API's own codes in ours; what is not here is an UPSTREAM_ERROR. Source: docs.relay.link, handling errors. */
const CODES: Readonly<Record<string, FailureCode>> = {
  AMOUNT_TOO_LOW: 'AMOUNT_TOO_LOW',
  // Not in its list; public clients of the API handle it.
  AMOUNT_TOO_HIGH: 'AMOUNT_TOO_HIGH',
  CHAIN_DISABLED: 'PAUSED',
  ROUTE_TEMPORARILY_RESTRICTED: 'PAUSED',
  INSUFFICIENT_LIQUIDITY: 'INSUFFICIENT_LIQUIDITY',
  // A pool would move further than Relay lets it: there is too little in it for this amount.
  SWAP_IMPACT_TOO_HIGH: 'INSUFFICIENT_LIQUIDITY',
  INVALID_INPUT_CURRENCY: 'UNSUPPORTED_ROUTE',
  INVALID_OUTPUT_CURRENCY: 'UNSUPPORTED_ROUTE',
  NO_INTERNAL_SWAP_ROUTES_FOUND: 'UNSUPPORTED_ROUTE',
  NO_QUOTES: 'UNSUPPORTED_ROUTE',
  NO_SWAP_ROUTES_FOUND: 'UNSUPPORTED_ROUTE',
  SANCTIONED_CURRENCY: 'UNSUPPORTED_ROUTE',
  UNSUPPORTED_CHAIN: 'UNSUPPORTED_ROUTE',
  UNSUPPORTED_CURRENCY: 'UNSUPPORTED_ROUTE',
  UNSUPPORTED_EXECUTION_TYPE: 'UNSUPPORTED_ROUTE',
  UNSUPPORTED_ROUTE: 'UNSUPPORTED_ROUTE',
};

/** A 4xx of the API as a failure, with its own words beside our code. */
export const vendorError = ({ status, json }: JsonAnswer): QuoteFailure => {
  const parsed = apiError.safeParse(json);
  const code = parsed.data?.errorCode ?? parsed.data?.code;
  if (!parsed.success || code === undefined || code === null) return failure('UPSTREAM_ERROR', `HTTP ${status}: ${JSON.stringify(json)}`);
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return failure(known ?? 'UPSTREAM_ERROR', `${code}: ${parsed.data.message}`);
};
