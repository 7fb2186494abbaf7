import { randomBytes } from 'node:crypto';
import { connectBridges } from '#platform/connect-bridges.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { runService } from '#platform/lifecycle.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createCorridorDirectory } from '#platform/redis/corridor-directory.ts';
import { createDemandReader } from '#platform/redis/demand-reader.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createPriceReader } from '#platform/redis/price-reader.ts';
import { createQuotaStore } from '#platform/redis/quota-store.ts';
import { watchVendorPauses } from '#platform/redis/vendor-pauses.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { startTracing } from '#platform/telemetry/start-tracing.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { startQuotes } from './service.ts';

const SERVICE = 'quotes';
const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const prefix = config.ROUTEBOOK_PREFIX;
const now = Date.now;

await runService(logger, async ({ signal, onStop }) => {
  const { bridges, context } = connectBridges(config, now);
  const metrics = createMetrics(SERVICE);
  const tracing = await startTracing({
    service: SERVICE,
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    logger,
  });
  onStop('traces', () => tracing.stop());
  const keys = createKeys(prefix || 'rb');
  const redis = createRedis(config.REDIS_URL, logger);
  const listening = createRedis(config.REDIS_URL, logger);
  onStop('redis', () => {
    redis.disconnect();
    listening.disconnect();
  });

  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<QuoteEventRecord>({ schema: SCHEMAS[TOPICS.quotes.schema], id: ids.quotes, registry, now });
  const kafka = createKafka(config.KAFKA_BROKERS, SERVICE, logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  onStop('publisher', () => publisher.close());

  const subscriber = createChannelSubscriber(listening, logger);
  const topic = topicName(prefix, TOPICS.quotes.name);
  const service = await startQuotes({
    bridges,
    context,
    publish: (event, traceparent) => {
      const message = { topic, key: event.corridor, value: codec.encode(quoteEventToRecord(event)) };
      return publisher.publish(traceparent === undefined ? message : { ...message, headers: { traceparent } });
    },
    backlog: () => publisher.pending,
    demand: createDemandReader({ redis, subscriber, keys }),
    readPrices: createPriceReader({ redis, subscriber, keys }).readAll,
    directory: createCorridorDirectory({ redis, keys }),
    quotas: createQuotaStore({ redis, keys }),
    watchPauses: (onPause) =>
      watchVendorPauses({
        redis,
        keys,
        now,
        signal,
        onPause,
        onError: (error) => logger.debug({ error: String(error) }, 'vendors’ pauses are out of reach'),
      }),
    settings: {
      timeoutMs: config.QUOTE_TIMEOUT_MS,
      intervalMs: config.QUOTE_INTERVAL_MS,
      demandIntervalMs: config.QUOTE_DEMAND_INTERVAL_MS,
      rungsUsd: config.QUOTE_RUNGS_USD.map(Number),
      symbols: config.QUOTE_BASE_SYMBOLS,
      chains: config.QUOTE_BASE_CHAINS,
    },
    instance: randomBytes(4).toString('hex'),
    metrics,
    tracing,
    logger,
    signal,
  });

  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing: service.missing, now });
  onStop('heartbeat', () => heartbeat.stop());
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing: service.missing, engines });
  onStop('admin server', () => admin.close());
  logger.info({ adminPort: admin.port, bridges: config.ROUTEBOOK_BRIDGES }, 'asking');
});
