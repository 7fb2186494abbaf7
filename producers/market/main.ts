import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { rpcUrls } from '#platform/config.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { runService } from '#platform/lifecycle.ts';
import { createRedis } from '#platform/redis/client.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { readGasPrice } from './gas.ts';
import { startMarketLoop } from './market-loop.ts';
import { createMarketMetrics } from './metrics.ts';
import { readPrices } from './prices.ts';

const SERVICE = 'market';
const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const prefix = config.ROUTEBOOK_PREFIX;
const now = Date.now;

const priceIds = [...new Set(ASSETS.map(({ priceId }) => priceId))];

await runService(logger, async ({ signal, onStop }) => {
  const metrics = createMetrics(SERVICE);
  const counted = createMarketMetrics(metrics);
  const keys = createKeys(prefix || 'rb');
  const redis = createRedis(config.REDIS_URL, logger);
  onStop('redis', () => redis.disconnect());

  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<MarketEventRecord>({ schema: SCHEMAS[TOPICS.market.schema], id: ids.market, registry, now });
  const kafka = createKafka(config.KAFKA_BROKERS, SERVICE, logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  onStop('publisher', () => publisher.close());

  const http = createHttpClient();
  const urls = new Map(CHAINS.map(({ chainId, slug }) => [chainId, rpcUrls(config, slug)]));
  const jsonRpc = createJsonRpc({ http, urls, now });
  const topic = topicName(prefix, TOPICS.market.name);
  const { missing } = startMarketLoop({
    readPrices: (within) =>
      readPrices({ http, baseUrl: config.COINGECKO_API_URL, apiKey: config.COINGECKO_API_KEY, priceIds, now, signal: within }),
    readGas: new Map(
      CHAINS.filter(({ chainId }) => (urls.get(chainId)?.length ?? 0) > 0).map(({ chainId, slug }) => [
        slug,
        (within: AbortSignal) => readGasPrice({ jsonRpc, chainId, now, signal: within }),
      ]),
    ),
    publish: async (event) => {
      await publisher.publish({ topic, key: marketEventKey(event), value: codec.encode(marketEventToRecord(event)) });
      counted.published();
    },
    intervalMs: config.MARKET_INTERVAL_MS,
    signal,
    onFailure: (source, detail) => {
      counted.failed(source);
      logger.warn({ source, detail }, 'a reading failed');
    },
  });

  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  onStop('heartbeat', () => heartbeat.stop());
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  onStop('admin server', () => admin.close());
  logger.info({ adminPort: admin.port, priceIds: priceIds.length }, 'reading');
});
