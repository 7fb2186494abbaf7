/**
 * Every code that a client can meet, in REST problems and feed errors alike. The list is closed:
 * a new situation gets a new code here first.
 */
export const ERROR_CODES = {
  INVALID_JSON: 400,
  INVALID_REQUEST: 400,
  INVALID_PARAMETER: 400,
  UNKNOWN_FIELD: 400,
  MISSING_PARAMETER: 400,
  INVALID_AMOUNT: 400,
  INVALID_ADDRESS: 400,
  INVALID_CORRIDOR: 400,
  UNKNOWN_CHAIN: 400,
  UNKNOWN_ASSET: 400,
  SAME_ASSET: 400,
  INVALID_SQL: 400,
  PRICE_UNAVAILABLE: 503,
  UNKNOWN_CHANNEL: 400,
  UNKNOWN_OPERATION: 400,
  NOT_SUBSCRIBED: 400,
  TOO_MANY_SUBSCRIPTIONS: 429,
  RATE_LIMITED: 429,
  TOO_MANY_QUERIES: 429,
  ORIGIN_NOT_ALLOWED: 403,
  SQL_OFF: 403,
  SQL_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  UNKNOWN_BRIDGE: 404,
  UNKNOWN_TRANSFER: 404,
  UNKNOWN_ROUTE: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  QUOTE_MOVED: 409,
  BRIDGE_PAUSED: 409,
  STEP_NOT_READY: 409,
  NOTHING_TO_SIGN: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  ROUTE_EXPIRED: 410,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INSUFFICIENT_BALANCE: 422,
  OUTSIDE_LIMITS: 422,
  WOULD_REVERT: 422,
  WRONG_SENDER: 422,
  STEP_NOT_BUILT: 422,
  QUERY_LIMIT: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  HEADERS_TOO_LARGE: 431,
  NOT_READY: 503,
  BRIDGE_UNREACHABLE: 503,
  CHAIN_UNREACHABLE: 503,
  INTERNAL_ERROR: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What was wrong with an input: which field (JSON pointer), and the way out, in words. */
export interface InputError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly pointer: string;
}

export const inputError = (code: ErrorCode, pointer: string, detail: string): InputError => ({ code, pointer, detail });
