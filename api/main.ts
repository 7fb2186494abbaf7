import { budgetOf, isLong, offReason } from '#bridges/_kit/budget-shares.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import { createHistoryReader } from '#platform/clickhouse/history-reader.ts';
import { readQueryLimits } from '#platform/clickhouse/query-limits.ts';
import { createReadOnlyClickHouse } from '#platform/clickhouse/read-only.ts';
import { createTransferHistory } from '#platform/clickhouse/transfer-history.ts';
import { rpcUrls } from '#platform/config.ts';
import { connectBridges } from '#platform/connect-bridges.ts';
import { runService } from '#platform/lifecycle.ts';
import { createAnswerStore } from '#platform/redis/answer-store.ts';
import { createBookReader } from '#platform/redis/book-reader.ts';
import { watchBookTraces } from '#platform/redis/book-trace-channel.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createDirectoryReader } from '#platform/redis/directory-reader.ts';
import { createFigureReader } from '#platform/redis/figure-reader.ts';
import { createHealthReader } from '#platform/redis/health-reader.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createInterestWriter } from '#platform/redis/interest-writer.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createPriceReader } from '#platform/redis/price-reader.ts';
import { createQuoteReader } from '#platform/redis/quote-reader.ts';
import { createRouteStore } from '#platform/redis/route-store.ts';
import { createTransferReader } from '#platform/redis/transfer-reader.ts';
import { watchVendorPauses } from '#platform/redis/vendor-pauses.ts';
import { createTransactionNode } from '#platform/rpc/transaction-node.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { createServiceMetrics } from '#platform/telemetry/service-metrics.ts';
import { startTracing } from '#platform/telemetry/start-tracing.ts';
import { buildBoard } from '../clients/board/build.ts';
import packageJson from '../package.json' with { type: 'json' };
import { docsPages } from './http/docs/docs-pages.ts';
import { createService } from './service.ts';
import { createPublishedSqlLimits } from './sql/published-sql-limits.ts';
import { createSlots } from './sql/slots.ts';
import { feedLimits } from './ws/limits.ts';

const config = serviceConfig('api');
const logger = createLogger('api', config.LOG_LEVEL);

await runService(logger, async ({ signal, onStop }) => {
  const { version } = packageJson;
  const keys = createKeys(config.ROUTEBOOK_PREFIX || 'rb');
  const metrics = createMetrics('api');
  const tracing = await startTracing({
    service: 'api',
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    logger,
  });
  onStop('traces', () => tracing.stop());
  const redis = createRedis(config.REDIS_URL, logger);
  onStop('redis', () => redis.disconnect());
  const subscribed = createRedis(config.REDIS_URL, logger);
  onStop('redis subscriptions', () => subscribed.disconnect());
  const subscriber = createChannelSubscriber(subscribed, logger);
  const board = await buildBoard();
  const readerUrl = config.CLICKHOUSE_READONLY_URL ?? config.CLICKHOUSE_URL;
  const clickHouseClient = createClickHouse({ url: readerUrl, database: databaseName(config), service: 'api', logger });
  onStop('clickhouse', () => clickHouseClient.close());
  const clickHouse = createReadOnlyClickHouse(clickHouseClient);
  if (config.ROUTEBOOK_SQL === 'on' && config.CLICKHOUSE_READONLY_URL === undefined)
    logger.warn('SQL stays off: ROUTEBOOK_SQL is on, but CLICKHOUSE_READONLY_URL names no reader');
  const { bridges, context, jsonRpc } = connectBridges(config, Date.now);

  const service = createService({
    books: createBookReader({ redis, subscriber, keys }),
    prices: createPriceReader({ redis, subscriber, keys }),
    quotes: createQuoteReader({ subscriber, keys }),
    transfers: createTransferReader({ redis, subscriber, keys }),
    // Where no reader is named there may be no history, and what Redis does not know is then simply not known.
    transferHistory: config.CLICKHOUSE_READONLY_URL === undefined ? undefined : createTransferHistory(clickHouseClient),
    directory: createDirectoryReader({ redis, subscriber, keys }),
    figures: createFigureReader({ redis, keys }),
    health: createHealthReader({ redis, keys }),
    demand: createInterestWriter({ redis, set: keys.demand(), channel: keys.demandChannel() }),
    quoteWatch: createInterestWriter({ redis, set: keys.quoteWatch() }),
    routes: createRouteStore({ redis, keys }),
    answers: createAnswerStore({ redis, keys }),
    history: { reader: createHistoryReader(clickHouse), slots: createSlots(config.HISTORY_QUERIES_MAX) },
    // Never as the user who may write.
    sql:
      config.ROUTEBOOK_SQL === 'on' && config.CLICKHOUSE_READONLY_URL !== undefined
        ? { clickHouse, slots: createSlots(config.SQL_QUERIES_MAX) }
        : undefined,
    sqlLimits: createPublishedSqlLimits({
      on: config.ROUTEBOOK_SQL === 'on' && config.CLICKHOUSE_READONLY_URL !== undefined,
      queriesAtOnce: config.SQL_QUERIES_MAX,
      historyQuestionsAtOnce: config.HISTORY_QUERIES_MAX,
      readLimits: () => readQueryLimits(clickHouseClient),
      now: Date.now,
    }),
    sending: {
      bridges,
      context,
      node: createTransactionNode(jsonRpc),
      issued: createIssuedQuoteStore({ redis, keys }),
      pauses: watchVendorPauses({
        redis,
        keys,
        now: Date.now,
        signal,
        onError: (error) => logger.debug({ error: String(error) }, 'vendors’ pauses are out of reach'),
      }),
      bridgeTimeoutMs: config.TRANSACTION_TIMEOUT_MS,
      chainTimeoutMs: config.QUOTE_TIMEOUT_MS,
    },
    pages: new Map([...board, ...docsPages(version)]),
    // One that lacks a key answers nobody, and one with a quota over hours not everybody.
    bridgeIds: bridges.flatMap(({ manifest }) =>
      offReason(manifest, context.apiKeys) === undefined && !isLong(budgetOf(manifest, context.apiKeys).quota) ? [manifest.id] : [],
    ),
    rpcUrlOf: (slug) => (config.ROUTEBOOK_NETWORK === 'simnet' ? rpcUrls(config, slug)[0] : undefined),
    origins: config.ROUTEBOOK_ORIGINS,
    feed: feedLimits(config),
    bodyBytes: config.REST_BODY_BYTES_MAX,
    version,
    metrics,
    tracing,
    onBookTrace: (listener) =>
      void watchBookTraces({ subscriber, keys }, listener).catch((error) =>
        logger.warn({ error: String(error) }, 'traces of books are not heard'),
      ),
    logger,
  });
  createServiceMetrics({ metrics, missing: service.missing, engines: { redis: () => redis.status === 'ready' } });
  const heartbeat = startHeartbeat({
    redis,
    keys,
    service: 'api',
    missing: service.missing,
    figures: () => ({ ...service.lastMinute() }),
    now: Date.now,
  });
  onStop('heartbeat', () => heartbeat.stop());
  const port = await service.http.listen(config.PORT, config.HOST);
  onStop('http and feed', () => service.stop());
  logger.info({ host: config.HOST, port }, 'listening');
});
