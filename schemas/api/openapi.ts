import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { book } from './book.ts';
import {
  historyBook,
  historyBooksQuery,
  historyBooksResponse,
  historyQuote,
  historyQuotesQuery,
  historyQuotesResponse,
} from './history.ts';
import { bridgeInFull, limits } from './lists.ts';
import { openToAdditions } from './open-to-additions.ts';
import { PROBLEM_TYPE, problem } from './problem.ts';
import {
  assetsResponse,
  booksQuery,
  bridgesResponse,
  chainsResponse,
  corridorsResponse,
  quoteRequest,
  readiness,
  streamQuery,
} from './rest.ts';
import { FORMAT_TYPES, sqlRequest, sqlResponse } from './sql.ts';
import { stepRequest, stepResponse, transactionRequest, transactionResponse } from './transaction.ts';
import { transfer, transfersQuery, transfersResponse, unseenTransfer } from './transfer.ts';

/** Of the accounts that every local chain has money for. */
const SOMEBODY = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const json = (description: string, schema: z.ZodType) => ({ description, content: { 'application/json': { schema } } });
/** A body, and one that would do: it is what the documentation's page sends unless it is changed. */
const takes = (schema: z.ZodType, example: object) => ({ required: true, content: { 'application/json': { schema, example } } });
const refused = (description: string) => ({ description, content: { [PROBLEM_TYPE]: { schema: problem } } });

const BAD_INPUT = { '400': refused('A field is wrong; `pointer` names it and `detail` says the way out') };
const NOT_NOW = { '503': refused('The books, or the price asked for, are out of reach right now') };

const list = (operationId: string, summary: string, schema: z.ZodType): { get: ZodOpenApiOperationObject } => ({
  get: { operationId, summary, tags: ['Directory'], responses: { '200': json(summary, schema) } },
});

const text = (description: string, type: string): ZodOpenApiResponsesObject => ({
  '200': { description, content: { [type]: { schema: z.string() } } },
});

const quoting: ZodOpenApiPathsObject = {
  '/api/v1/routes/quote': {
    post: {
      operationId: 'quote',
      summary: 'Ask for ranked routes',
      description:
        'A short-lived subscription: registers demand, answers at once when every bridge has answered already, else when all have or maxWaitMs is up. `pending` then names the late ones, whose answers still reach the book.',
      tags: ['Routes'],
      requestBody: takes(quoteRequest, { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' }),
      responses: {
        '200': json('The book, ranked as asked. `pending` names the bridges that have not answered in time', book),
        ...BAD_INPUT,
        '413': refused('The body is too large'),
        '415': refused('The body is not application/json'),
        ...NOT_NOW,
      },
    },
  },
  '/api/v1/books/{corridor}': {
    get: {
      operationId: 'getBook',
      summary: 'The whole book, as stored',
      description: 'Ranked by the preset `best`. An amount that nobody has asked for yet creates demand: version 0, with `pending`.',
      tags: ['Routes'],
      requestParams: {
        path: z.object({
          corridor: z.string().meta({ description: 'from>to, percent-encoded', examples: ['ethereum:USDC>arbitrum:USDC'] }),
        }),
        query: booksQuery,
        header: z.object({ 'if-none-match': z.string().optional() }),
      },
      responses: {
        '200': {
          ...json('The book', book),
          headers: z.object({ etag: z.string().meta({ description: 'From the version' }), 'cache-control': z.literal('no-cache') }),
        },
        '304': { description: 'Not changed since the version that If-None-Match names' },
        ...BAD_INPUT,
        ...NOT_NOW,
      },
    },
  },
  '/api/v1/routes/stream': {
    get: {
      operationId: 'streamRoutes',
      summary: 'Routes as the bridges answer, as server-sent events',
      description:
        'The same question as a quote. Each change of the book is an event `book` whose data is a Book; the last event is `result`, with the same data as the quote’s answer, and the stream ends.',
      tags: ['Routes'],
      requestParams: { query: streamQuery },
      responses: { ...text('Server-sent events', 'text/event-stream'), ...BAD_INPUT, ...NOT_NOW },
    },
  },
};

const IDEMPOTENCY = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'The same key and body give the same answer while it is valid; at most 128 printable ASCII characters' }),
});

const BUILDING = refused('RATE_LIMITED: as many transactions of this bridge are being built as may; Retry-After says when to ask again');

const sending: ZodOpenApiPathsObject = {
  '/api/v1/routes/{routeId}/transaction': {
    post: {
      operationId: 'buildTransaction',
      summary: 'What to sign for a route',
      description:
        'For any route that a quote, a book or the feed has just named. The bridge is asked again, and the transactions are tried out on the origin chain before they are handed over: what would fail is refused here, with the reason. An approval of the exact amount comes first where the allowance is too small.',
      tags: ['Sending'],
      requestParams: {
        path: z.object({ routeId: z.string().meta({ examples: ['across-0fk3q9v1x2m4z'] }) }),
        header: IDEMPOTENCY,
      },
      requestBody: takes(transactionRequest, { sender: SOMEBODY }),
      responses: {
        '200': json('What to sign', transactionResponse),
        ...BAD_INPUT,
        '404': refused('UNKNOWN_ROUTE: nobody was shown such a route lately'),
        '409': refused('QUOTE_MOVED: it now delivers less than is accepted; BRIDGE_PAUSED; IDEMPOTENCY_KEY_IN_USE'),
        '410': refused('ROUTE_EXPIRED: ask for a quote again'),
        '413': refused('The body is too large'),
        '415': refused('The body is not application/json'),
        '422': refused('INSUFFICIENT_BALANCE, OUTSIDE_LIMITS, WOULD_REVERT or IDEMPOTENCY_KEY_REUSED'),
        '429': BUILDING,
        '503': refused('BRIDGE_UNREACHABLE, CHAIN_UNREACHABLE or NOT_READY: try again'),
      },
    },
  },
  '/api/v1/transfers/{id}/transaction': {
    post: {
      operationId: 'buildStep',
      summary: 'What to sign for a transfer that needs its user again',
      description:
        'For the next of its `userSteps`, or for the step that is named: `prove`, `claim`, or `cancel` where the bridge lets who paid call it off. Proofs and signatures are fetched and held against the deposit, and the transaction is tried out on its chain before it is handed over.',
      tags: ['Sending'],
      requestParams: { path: z.object({ id: z.string().meta({ examples: ['cctp:10:0x…'] }) }), header: IDEMPOTENCY },
      requestBody: takes(stepRequest, { step: 'prove', sender: SOMEBODY }),
      responses: {
        '200': json('What to sign', stepResponse),
        ...BAD_INPUT,
        '404': refused('UNKNOWN_TRANSFER: give a transfer key or a transaction hash'),
        '409': refused('STEP_NOT_READY, with `readyAt` where it is known; NOTHING_TO_SIGN; BRIDGE_PAUSED; IDEMPOTENCY_KEY_IN_USE'),
        '413': refused('The body is too large'),
        '415': refused('The body is not application/json'),
        '422': refused('STEP_NOT_BUILT, WRONG_SENDER, INSUFFICIENT_BALANCE, WOULD_REVERT or IDEMPOTENCY_KEY_REUSED'),
        '429': BUILDING,
        '503': refused('BRIDGE_UNREACHABLE, CHAIN_UNREACHABLE or NOT_READY: try again'),
      },
    },
  },
};

const oneTransfer = (operationId: string, summary: string): { get: ZodOpenApiOperationObject } => ({
  get: {
    operationId,
    summary,
    description:
      'By transfer key, or by the hash of a transaction on either side or of a further step. A hash that no chain has shown yet is PENDING and not seen on chain, and is looked for from now on.',
    tags: ['Transfers'],
    requestParams: { path: z.object({ id: z.string().meta({ examples: ['across:1:4711'] }) }) },
    responses: {
      '200': json('The transfer, or that it has not been seen yet', z.union([transfer, unseenTransfer])),
      ...BAD_INPUT,
      '404': refused('No transfer with that key is known'),
      ...NOT_NOW,
    },
  },
});

const following: ZodOpenApiPathsObject = {
  '/api/v1/transfers': {
    get: {
      operationId: 'listTransfers',
      summary: 'An address’s transfers of the last week, newest first',
      tags: ['Transfers'],
      requestParams: { query: transfersQuery },
      responses: { '200': json('A page', transfersResponse), ...BAD_INPUT, ...NOT_NOW },
    },
  },
  '/api/v1/transfers/{id}': oneTransfer('getTransfer', 'One transfer'),
  '/api/v1/routes/status/{id}': oneTransfer('getRouteStatus', 'The same, where route APIs have it'),
};

/** An answer in any of the four formats; of NDJSON the schema is that of each line. */
const rows = (description: string, schemas: { json: z.ZodType; row: z.ZodType }) => ({
  description,
  content: {
    [FORMAT_TYPES.JSON]: { schema: schemas.json },
    [FORMAT_TYPES.NDJSON]: { schema: schemas.row },
    [FORMAT_TYPES.CSV]: { schema: z.string().meta({ description: 'A line of names, then the same fields' }) },
    [FORMAT_TYPES.Parquet]: { schema: z.string().meta({ format: 'binary' }) },
  },
});

const AT_ONCE = { '429': refused('TOO_MANY_QUERIES: as many run as may; Retry-After says when to ask again') };
const TOO_MUCH = { '422': refused('QUERY_LIMIT: it needs more time, memory or rows than one query may have') };

const past: ZodOpenApiPathsObject = {
  '/api/v1/history/books': {
    get: {
      operationId: 'historyBooks',
      summary: 'The first two places of each book at a moment',
      description: 'The last change before `at` holds. A year is kept.',
      tags: ['History'],
      requestParams: { query: historyBooksQuery },
      responses: {
        '200': rows('The books, by corridor and amount', { json: historyBooksResponse, row: historyBook }),
        ...BAD_INPUT,
        ...TOO_MUCH,
        ...AT_ONCE,
        ...NOT_NOW,
      },
    },
  },
  '/api/v1/history/quotes': {
    get: {
      operationId: 'historyQuotes',
      summary: 'What bridges answered, and what they did not',
      description: 'Oldest first. 90 days are kept.',
      tags: ['History'],
      requestParams: { query: historyQuotesQuery },
      responses: {
        '200': rows('A page', { json: historyQuotesResponse, row: historyQuote }),
        ...BAD_INPUT,
        ...TOO_MUCH,
        ...AT_ONCE,
        ...NOT_NOW,
      },
    },
  },
  '/api/v1/sql': {
    post: {
      operationId: 'sql',
      summary: 'One query in SQL, as a reader',
      description:
        'ClickHouse’s SQL over the history; docs/sql.md has the tables and twenty questions. Off unless ROUTEBOOK_SQL is on, as it is where `npm start` serves one machine. The reader has limits on rows, time and memory.',
      tags: ['History'],
      requestBody: takes(sqlRequest, { query: 'SELECT bridge, count() AS answers FROM quotes GROUP BY bridge ORDER BY answers DESC' }),
      responses: {
        '200': rows('The answer', { json: sqlResponse, row: z.record(z.string(), z.unknown()) }),
        '400': refused('INVALID_SQL, with the place where it is wrong; or another field is wrong, which `pointer` names'),
        '403': refused('SQL_OFF, SQL_NOT_ALLOWED or ORIGIN_NOT_ALLOWED'),
        '413': refused('The body is too large'),
        '415': refused('The body is not application/json'),
        ...TOO_MUCH,
        ...AT_ONCE,
        ...NOT_NOW,
      },
    },
  },
};

const directory: ZodOpenApiPathsObject = {
  '/api/v1/chains': list('listChains', 'Chains that are known', chainsResponse),
  '/api/v1/assets': list('listAssets', 'Assets that are known', assetsResponse),
  '/api/v1/corridors': list('listCorridors', 'Base corridors and the amounts at which they are always sampled', corridorsResponse),
  '/api/v1/bridges': list('listBridges', 'Bridges in use, and how they fare', bridgesResponse),
  '/api/v1/bridges/{id}': {
    get: {
      operationId: 'getBridge',
      summary: 'One bridge',
      tags: ['Directory'],
      requestParams: { path: z.object({ id: z.string().meta({ examples: ['across'] }) }) },
      responses: { '200': json('The bridge', bridgeInFull), ...BAD_INPUT, '404': refused('No such bridge is in use') },
    },
  },
  '/api/v1/limits': list('getLimits', 'What the server accepts', limits),
};

const operating: ZodOpenApiPathsObject = {
  '/health/live': {
    get: {
      operationId: 'live',
      summary: 'The process answers',
      tags: ['Operating'],
      responses: { '200': json('It does', z.object({ live: z.literal(true) })) },
    },
  },
  '/health/ready': {
    get: {
      operationId: 'ready',
      summary: 'All of Routebook works',
      tags: ['Operating'],
      responses: { '200': json('It does', readiness), '503': json('`missing` says what does not', readiness) },
    },
  },
  '/metrics': {
    get: { operationId: 'metrics', summary: 'Prometheus metrics', tags: ['Operating'], responses: text('Metrics', 'text/plain') },
  },
};

/** OpenAPI 3.1 of the REST interface, made from the schemas that check requests. */
export const createOpenApi = (version: string) =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Routebook',
        version,
        description:
          'A real-time order book of cross-chain routes. Amounts are decimal strings of base units; times are RFC 3339. Errors are RFC 9457 problems with a `code` from a closed list (/docs/errors). The WebSocket feed is described in /asyncapi.json and at /docs/feed.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'Routes', description: 'Ranked routes, asked for once or streamed' },
        { name: 'Sending', description: 'Transactions to sign' },
        { name: 'Transfers', description: 'Money on its way' },
        { name: 'History', description: 'What was: books, quotes, SQL' },
        { name: 'Directory', description: 'What there is' },
        { name: 'Operating', description: 'Health and metrics' },
      ],
      security: [],
      paths: { ...quoting, ...sending, ...following, ...past, ...directory, ...operating },
    },
    { override: (context) => (context.io === 'output' ? openToAdditions(context) : undefined) },
  );
