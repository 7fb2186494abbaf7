import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { BRIDGES } from '#bridges/registry.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { createHistoryReader } from '#platform/clickhouse/history-reader.ts';
import { readQueryLimits } from '#platform/clickhouse/query-limits.ts';
import { createReadOnlyClickHouse } from '#platform/clickhouse/read-only.ts';
import { createTransferHistory } from '#platform/clickhouse/transfer-history.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createAnswerStore } from '#platform/redis/answer-store.ts';
import { createBookReader } from '#platform/redis/book-reader.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createDirectoryReader } from '#platform/redis/directory-reader.ts';
import { createFigureReader } from '#platform/redis/figure-reader.ts';
import { createHealthReader } from '#platform/redis/health-reader.ts';
import { createInterestWriter } from '#platform/redis/interest-writer.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import { createKeys, type Keys } from '#platform/redis/keys.ts';
import { createPriceReader } from '#platform/redis/price-reader.ts';
import { createQuoteReader } from '#platform/redis/quote-reader.ts';
import { createRouteStore } from '#platform/redis/route-store.ts';
import { createTransferReader } from '#platform/redis/transfer-reader.ts';
import { watchVendorPauses } from '#platform/redis/vendor-pauses.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import { createTransactionNode } from '#platform/rpc/transaction-node.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { NO_TRACING } from '#platform/telemetry/tracing.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { Page } from '../../api/http/page-routes.ts';
import { createService, type Service, type ServiceDeps } from '../../api/service.ts';
import { createPublishedSqlLimits } from '../../api/sql/published-sql-limits.ts';
import { createSlots } from '../../api/sql/slots.ts';
import { type FeedLimits, feedLimits } from '../../api/ws/limits.ts';

/** A port that nobody listens on. */
const NOWHERE = 'http://127.0.0.1:1';

/** The real API over a real Redis, and a hand that writes what the ranker and the producers would. */
export interface ApiUnderTest {
  readonly url: string;
  readonly port: number;
  readonly keys: Keys;
  readonly redis: Redis;
  readonly service: Service;
  readonly sending: ServiceDeps['sending'];
  /** Stores and announces a book, as the ranker does. */
  publish(book: BookJson): Promise<void>;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

export const startApi = async (options: {
  redisUrl: string;
  prefix: string;
  feed?: Partial<FeedLimits>;
  origins?: readonly string[];
  pages?: ReadonlyMap<string, Page>;
  /** Where transfers are looked for that Redis does not know; nowhere when left out. */
  transferHistory?: { url: string; database: string };
  /** Chains' nodes by chain id, and Across's API; without them nothing can be sent. */
  /** The reader’s ClickHouse and its database; without it the history is out of reach and SQL is off. */
  clickHouse?: { url: string; database: string; queriesMax?: number };
  world?: { nodes?: ReadonlyMap<number, readonly string[]>; acrossUrl?: string; endpoints?: Readonly<Record<string, string>> };
}): Promise<ApiUnderTest> => {
  const logger = pino({ level: 'silent' });
  const keys = createKeys(options.prefix);
  const redis = createRedis(options.redisUrl, logger);
  const subscribed = createRedis(options.redisUrl, logger);
  const subscriber = createChannelSubscriber(subscribed, logger);
  const metrics = createMetrics('api');
  const { world = {} } = options;
  const http = createHttpClient();
  const jsonRpc = createJsonRpc({ http, urls: world.nodes ?? new Map(), now: Date.now });
  const defaults = feedLimits({
    FEED_SUBSCRIPTIONS_MAX: 200,
    FEED_MESSAGES_PER_SECOND: 50,
    FEED_FRAME_BYTES_MAX: 65_536,
    FEED_CONNECTIONS_PER_ADDRESS: 20_000,
  });
  const stopped = new AbortController();
  const older = options.transferHistory && createClickHouse({ ...options.transferHistory, service: 'test', logger });
  const { url: clickHouseUrl = NOWHERE, database = 'none', queriesMax = 2 } = options.clickHouse ?? {};
  const clickHouseClient = createClickHouse({ url: clickHouseUrl, database, service: 'test', logger });
  const clickHouse = createReadOnlyClickHouse(clickHouseClient);
  const sending: ServiceDeps['sending'] = {
    bridges: BRIDGES,
    context: {
      http,
      rpc: createRpcPort(jsonRpc),
      now: Date.now,
      endpoints: { across: world.acrossUrl ?? NOWHERE, ...world.endpoints },
      apiKeys: {},
    },
    node: createTransactionNode(jsonRpc),
    issued: createIssuedQuoteStore({ redis, keys }),
    pauses: watchVendorPauses({ redis, keys, now: Date.now, signal: stopped.signal, onError: () => undefined }),
    bridgeTimeoutMs: 5_000,
    chainTimeoutMs: 3_000,
  };
  const service = createService({
    books: createBookReader({ redis, subscriber, keys }),
    prices: createPriceReader({ redis, subscriber, keys }),
    quotes: createQuoteReader({ subscriber, keys }),
    transfers: createTransferReader({ redis, subscriber, keys }),
    transferHistory: older && createTransferHistory(older),
    directory: createDirectoryReader({ redis, subscriber, keys }),
    figures: createFigureReader({ redis, keys }),
    health: createHealthReader({ redis, keys }),
    demand: createInterestWriter({ redis, set: keys.demand(), channel: keys.demandChannel() }),
    quoteWatch: createInterestWriter({ redis, set: keys.quoteWatch() }),
    routes: createRouteStore({ redis, keys }),
    answers: createAnswerStore({ redis, keys }),
    history: { reader: createHistoryReader(clickHouse), slots: createSlots(queriesMax) },
    sql: options.clickHouse === undefined ? undefined : { clickHouse, slots: createSlots(queriesMax) },
    sqlLimits: createPublishedSqlLimits({
      on: options.clickHouse !== undefined,
      queriesAtOnce: queriesMax,
      historyQuestionsAtOnce: queriesMax,
      readLimits: () => readQueryLimits(clickHouseClient),
      now: Date.now,
    }),
    sending,
    pages: options.pages ?? new Map(),
    bridgeIds: ['across', 'stargate'],
    rpcUrlOf: (slug) => `http://127.0.0.1:1/${slug}`,
    origins: options.origins ?? [],
    feed: { ...defaults, ...options.feed },
    bodyBytes: 65_536,
    version: '0.0.0',
    metrics,
    tracing: NO_TRACING,
    onBookTrace: () => undefined,
    logger,
  });
  const port = await service.http.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    keys,
    redis,
    service,
    sending,
    publish: async (book) => {
      const body = JSON.stringify(book);
      await redis.hset(keys.book(book.key), { v: book.version, body });
      await redis.publish(keys.bookChannel(book.key), body);
    },
    metrics: () => metrics.metrics(),
    stop: async () => {
      stopped.abort();
      await service.stop();
      await older?.close();
      await clickHouseClient.close();
      redis.disconnect();
      subscribed.disconnect();
    },
  };
};
