import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '#core/errors.ts';
import { timestamp } from './primitives.ts';

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** The media type of a REST error, RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

export const errorCode = z.enum(codes).meta({ id: 'ErrorCode', description: 'The closed list of codes, shared by REST and the feed' });

/** Every REST error. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'Where the code is explained', examples: ['/docs/errors#UNKNOWN_ASSET'] }),
    title: z.string(),
    status: z.int(),
    code: errorCode,
    detail: z.string().meta({ description: 'What was wrong, and the way out' }),
    pointer: z
      .string()
      .optional()
      .meta({ description: 'JSON pointer into the body, or `/name` of a query or path parameter', examples: ['/from'] }),
    readyAt: timestamp.optional().meta({ description: 'With STEP_NOT_READY: from when it can be sent, as far as is known' }),
    requestId: z.string().meta({ description: 'Also in the header x-request-id' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.infer<typeof problem>;

/** What each code means: the problem's title, and a line of the page `/docs/errors`. */
export const ERROR_TITLES: Readonly<Record<ErrorCode, string>> = {
  INVALID_JSON: 'The body or frame is not JSON',
  INVALID_REQUEST: 'The request is not well-formed HTTP',
  INVALID_PARAMETER: 'A field has a value that it cannot have',
  UNKNOWN_FIELD: 'A field that does not exist was sent',
  MISSING_PARAMETER: 'A required field is missing',
  INVALID_AMOUNT: 'An amount is not one',
  INVALID_ADDRESS: 'An address is not one, or its checksum is wrong',
  INVALID_CORRIDOR: 'A corridor is not written as from>to',
  UNKNOWN_CHAIN: 'No such chain is known',
  UNKNOWN_ASSET: 'No such asset is known on that chain',
  SAME_ASSET: 'Both ends of the corridor are the same asset',
  INVALID_SQL: 'The query is not SQL that ClickHouse understands',
  PRICE_UNAVAILABLE: 'There is no live price to turn USD into an amount',
  UNKNOWN_CHANNEL: 'The feed has no such channel',
  UNKNOWN_OPERATION: 'The feed has no such operation',
  NOT_SUBSCRIBED: 'The connection holds no such subscription',
  TOO_MANY_SUBSCRIPTIONS: 'The connection holds as many subscriptions as it may',
  RATE_LIMITED: 'Too much is asked in too short a time',
  TOO_MANY_QUERIES: 'As many queries run as may',
  ORIGIN_NOT_ALLOWED: 'Pages of that origin may not open the feed, nor ask with SQL',
  SQL_OFF: 'SQL over HTTP is off',
  SQL_NOT_ALLOWED: 'The query does what a reader may not',
  NOT_FOUND: 'Nothing lies at that path',
  UNKNOWN_BRIDGE: 'No such bridge is in use',
  UNKNOWN_TRANSFER: 'No transfer with that key is known',
  UNKNOWN_ROUTE: 'No route with that id was shown to anybody lately',
  QUOTE_MOVED: 'The route now delivers less than is accepted',
  BRIDGE_PAUSED: 'The bridge takes no transfers now',
  STEP_NOT_READY: 'The step cannot be sent yet',
  NOTHING_TO_SIGN: 'The transfer needs no such transaction',
  IDEMPOTENCY_KEY_IN_USE: 'A request with that Idempotency-Key is being answered',
  ROUTE_EXPIRED: 'The route is no longer offered',
  INSUFFICIENT_BALANCE: 'The sender holds less than the transaction needs',
  OUTSIDE_LIMITS: 'The amount is outside what the bridge carries now',
  WOULD_REVERT: 'The chain would turn the transaction down',
  WRONG_SENDER: 'Somebody else has to sign this',
  STEP_NOT_BUILT: 'No transaction is built for this step of this bridge',
  QUERY_LIMIT: 'The query needs more than one query may have',
  IDEMPOTENCY_KEY_REUSED: 'That Idempotency-Key was sent with another request',
  BRIDGE_UNREACHABLE: 'The bridge gave no usable answer',
  CHAIN_UNREACHABLE: 'The chain’s node gave no usable answer',
  METHOD_NOT_ALLOWED: 'That method does not work on that path',
  REQUEST_TIMEOUT: 'The request did not arrive in time',
  BODY_TOO_LARGE: 'The body is larger than the server reads',
  UNSUPPORTED_MEDIA_TYPE: 'The content is not of a type that is read here',
  HEADERS_TOO_LARGE: 'The request line and headers are larger than the server reads',
  NOT_READY: 'The server cannot do that yet, or not now',
  INTERNAL_ERROR: 'The server has failed; the request id finds the reason in its log',
};
