import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import type { ApiFact } from '#core/alerts/facts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { TransferHistory } from '#platform/clickhouse/transfer-history.ts';
import type { AnswerStore } from '#platform/redis/answer-store.ts';
import type { BookReader } from '#platform/redis/book-reader.ts';
import type { BookTrace } from '#platform/redis/book-trace-channel.ts';
import type { DirectoryReader } from '#platform/redis/directory-reader.ts';
import type { FigureReader } from '#platform/redis/figure-reader.ts';
import type { HealthReader } from '#platform/redis/health-reader.ts';
import type { InterestWriter } from '#platform/redis/interest-writer.ts';
import type { IssuedQuoteWriter } from '#platform/redis/issued-quote-store.ts';
import type { PriceReader } from '#platform/redis/price-reader.ts';
import type { QuoteReader } from '#platform/redis/quote-reader.ts';
import type { RouteStore } from '#platform/redis/route-store.ts';
import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { VendorPauses } from '#platform/redis/vendor-pauses.ts';
import type { TransactionNode } from '#platform/rpc/transaction-node.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { Tracing } from '#platform/telemetry/tracing.ts';
import type { LimitsJson } from '#schemas/api/lists.ts';
import { MAX_WAIT_MS_MAX, SLIPPAGE_BPS_MAX } from '#schemas/api/rest.ts';
import { createBookCache } from './books/book-cache.ts';
import { emptyBookFor } from './books/empty-book.ts';
import { createFrameTraces } from './books/frame-traces.ts';
import { createInterest } from './books/interest.ts';
import { createPriceBoard } from './books/price-board.ts';
import { createQuoteDesk } from './books/quote-desk.ts';
import { createRouteIndex } from './books/route-index.ts';
import { createBridgeBoard } from './directory/bridge-board.ts';
import { createHealthWatch } from './directory/health-watch.ts';
import { createAnswerCounts } from './http/answer-counts.ts';
import { createApp, type Route } from './http/app.ts';
import { createGetBook } from './http/get-book.ts';
import { type History, historyRoutes } from './http/history-routes.ts';
import { createHotPath } from './http/hot-path.ts';
import { createHttpMetrics } from './http/http-metrics.ts';
import { createHttpServer, HEADER_BYTES_MAX, type HttpServer } from './http/http-server.ts';
import { createIdempotency } from './http/idempotency.ts';
import { listRoutes } from './http/list-routes.ts';
import { operatingRoutes } from './http/operating-routes.ts';
import { type Page, pageRoutes } from './http/page-routes.ts';
import { createPostQuote } from './http/post-quote.ts';
import { replyProblem } from './http/reply.ts';
import { type Sql, sqlRoute } from './http/sql-route.ts';
import { createStreamRoutes } from './http/stream-routes.ts';
import { transactionRoutes } from './http/transaction-routes.ts';
import { transferRoutes } from './http/transfer-routes.ts';
import { createBuildingGate } from './transactions/building-gate.ts';
import { createStepDesk } from './transactions/step-desk.ts';
import { createTransactionDesk } from './transactions/transaction-desk.ts';
import { createTransferFinder } from './transfers/transfer-finder.ts';
import { createTransferHub } from './transfers/transfer-hub.ts';
import { createChannels } from './ws/channels/create-channels.ts';
import { createFeedMetrics } from './ws/feed-metrics.ts';
import { createFeedServer } from './ws/feed-server.ts';
import { type FeedLimits, publishedFeedLimits } from './ws/limits.ts';

/** What the API reads and writes, and what it was told. */
export interface ServiceDeps {
  readonly books: BookReader;
  readonly prices: PriceReader;
  readonly quotes: QuoteReader;
  readonly transfers: TransferReader;
  /** Transfers that Redis has let go of; left out where the API has no history to ask. */
  readonly transferHistory?: TransferHistory | undefined;
  readonly directory: DirectoryReader;
  readonly figures: FigureReader;
  readonly health: HealthReader;
  readonly demand: InterestWriter;
  readonly quoteWatch: InterestWriter;
  readonly routes: RouteStore;
  readonly answers: AnswerStore;
  readonly history: History;
  /** Undefined where people’s SQL is off. */
  readonly sql: Sql | undefined;
  readonly sqlLimits: () => Promise<LimitsJson['sql']>;
  /** What transactions are built and tried out with. */
  readonly sending: {
    readonly bridges: readonly Bridge[];
    readonly context: Omit<BridgeContext, 'signal'>;
    readonly node: TransactionNode;
    readonly issued: IssuedQuoteWriter;
    readonly pauses: VendorPauses;
    /** How long the bridge may take to build it, and then the chain to try it out. */
    readonly bridgeTimeoutMs: number;
    readonly chainTimeoutMs: number;
  };
  /** The board and the docs, by path. */
  readonly pages: ReadonlyMap<string, Page>;
  /** Ids of the bridges that a book nobody has computed waits for: those in use that answer whoever asks. */
  readonly bridgeIds: readonly string[];
  readonly rpcUrlOf: (slug: string) => string | undefined;
  readonly origins: readonly string[];
  readonly feed: FeedLimits;
  readonly bodyBytes: number;
  readonly version: string;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Registers what to call with each version of a book that belongs to a trace. */
  readonly onBookTrace: (listener: (trace: BookTrace) => void) => void;
  readonly logger: Logger;
}

export interface Service {
  readonly http: HttpServer;
  /** What is missing before the API works: nothing once it listens. */
  missing(): readonly string[];
  /** How it answered in the last minute. */
  lastMinute(): ApiFact;
  /** Goodbye to the feed's clients, then the end of HTTP, then of all timers. */
  stop(): Promise<void>;
}

const feedOverHttp: Route = {
  path: '/ws/v1',
  method: 'GET',
  handler: (_request, response, requestId) => {
    const detail = 'this is the WebSocket feed; open it with a WebSocket client, subprotocol routebook.v1.json (/docs/feed)';
    replyProblem(response, {
      requestId,
      error: { code: 'INVALID_REQUEST', detail },
      headers: { upgrade: 'websocket', connection: 'upgrade' },
    });
  },
};

/** The whole API, from its readers and writers; it listens when told to. */
export const createService = (deps: ServiceDeps): Service => {
  const { logger, metrics } = deps;
  const now = Date.now;
  const elapsed = () => performance.now();

  const demand = createInterest({ writer: deps.demand, now, logger });
  const quoteWatch = createInterest({ writer: deps.quoteWatch, now, logger });
  const routeIndex = createRouteIndex({ store: deps.routes, now, logger });
  const books = createBookCache({
    reader: deps.books,
    emptyBook: emptyBookFor(deps.bridgeIds, now),
    now,
    logger,
    onBook: ({ json }) => routeIndex.note(json),
  });
  const prices = createPriceBoard({ reader: deps.prices, now, logger });
  const bridges = createBridgeBoard({ reader: deps.directory, figures: deps.figures });
  const health = createHealthWatch({ health: deps.health, directory: deps.directory, now });
  const desk = createQuoteDesk({ books, interest: demand, now });
  const answers = createAnswerCounts(now);
  const httpMetrics = createHttpMetrics(metrics, answers.count);
  const { priceOf } = prices;

  const transferHub = createTransferHub({ reader: deps.transfers, logger });
  const finder = createTransferFinder({ recent: deps.transfers, history: deps.transferHistory, logger });

  const frameTraces = createFrameTraces({ tracing: deps.tracing });
  if (deps.tracing.enabled) deps.onBookTrace(frameTraces.heard);

  const feed = createFeedServer({
    createChannels: (output, feedMetrics) =>
      createChannels({
        books,
        demand,
        frameTraces,
        quoteWatch,
        quotes: deps.quotes,
        transfers: deps.transfers,
        transferFinder: finder,
        transferHub,
        logger,
        prices,
        bridges,
        health,
        output,
        metrics: feedMetrics,
        now,
        elapsed,
      }),
    limits: deps.feed,
    origins: deps.origins,
    metrics: createFeedMetrics(metrics),
    logger,
    now,
    elapsed,
  });

  const limits = async () => ({
    feed: publishedFeedLimits(deps.feed),
    rest: { bodyBytes: deps.bodyBytes, headerBytes: HEADER_BYTES_MAX, maxWaitMs: MAX_WAIT_MS_MAX, slippageBps: SLIPPAGE_BPS_MAX },
    sql: await deps.sqlLimits(),
  });
  const gate = createBuildingGate();
  const nodeUrls = CHAINS.flatMap(({ slug }) => deps.rpcUrlOf(slug) ?? []);
  const getBook = createGetBook({ books, interest: demand });
  const postQuote = createPostQuote({ desk, priceOf, bodyBytes: deps.bodyBytes });
  const routes: readonly Route[] = [
    { path: '/api/v1/routes/stream', method: 'GET', handler: createStreamRoutes({ desk, priceOf, logger }) },
    // The hot path answers these two; Express knows them for OPTIONS and wrong methods.
    { path: '/api/v1/routes/quote', method: 'POST', handler: postQuote },
    { path: '/api/v1/books/:corridor', method: 'GET', handler: getBook },
    ...transactionRoutes({
      desk: createTransactionDesk({ ...deps.sending, gate, routes: routeIndex, books, interest: demand, logger }),
      steps: createStepDesk({ ...deps.sending, gate, finder, logger }),
      once: createIdempotency({ store: deps.answers, now }),
      bodyBytes: deps.bodyBytes,
    }),
    ...transferRoutes({ finder, want: deps.transfers.want, now }),
    ...historyRoutes({ history: deps.history, now, logger }),
    sqlRoute({ sql: deps.sql, origins: deps.origins, bodyBytes: deps.bodyBytes, logger }),
    ...listRoutes({ directory: deps.directory, bridges, limits, rpcUrlOf: deps.rpcUrlOf }),
    ...operatingRoutes({ health, metrics, version: deps.version }),
    feedOverHttp,
    ...pageRoutes(deps.pages, nodeUrls),
  ];
  const http = createHttpServer({
    hotPath: createHotPath({ getBook, postQuote, metrics: httpMetrics, logger }),
    app: createApp({ routes, metrics: httpMetrics, logger }),
    upgrade: feed.upgrade,
    logger,
  });

  return {
    http,
    missing: () => (http.server.listening ? [] : ['not listening yet']),
    lastMinute: answers.lastMinute,
    stop: async () => {
      await feed.shutdown();
      await http.close();
      for (const part of [demand, quoteWatch, books, prices, bridges, health]) part.close();
    },
  };
};
