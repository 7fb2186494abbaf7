import { randomBytes } from 'node:crypto';
import { CHAINS } from '#core/domain/chain.ts';
import { rpcUrls } from '#platform/config.ts';
import { connectBridges } from '#platform/connect-bridges.ts';
import { connectEngines } from '#platform/connect-engines.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { runService } from '#platform/lifecycle.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createPriceReader } from '#platform/redis/price-reader.ts';
import { watchVendorPauses } from '#platform/redis/vendor-pauses.ts';
import { createBatchRpc } from '#platform/rpc/batch-rpc.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { signalKey, signalToRecord } from '#schemas/codecs/signal.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import { FEED_BYTES_MAX } from './feeds/fetch-feed.ts';
import { createSignalMetrics } from './metrics.ts';
import { startSignals } from './service.ts';

const SERVICE = 'signals';
const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = Date.now;

await runService(logger, async (lifecycle) => {
  const { signal, onStop } = lifecycle;
  const { bridges, context } = connectBridges(config, now);
  const { redis, publisher, codecOf, topic, keys } = await connectEngines({ service: SERVICE, config, logger, lifecycle, now });
  const metrics = createMetrics(SERVICE);
  const codec = codecOf<SignalRecord>('signals');
  const urls = new Map(CHAINS.map(({ chainId, slug }) => [chainId, rpcUrls(config, slug)]));
  const nodes = [...urls].flatMap(([chainId, list]) =>
    list.length === 0 ? [] : [[chainId, list.map((url) => createBatchRpc({ http: context.http, url, now }))] as const],
  );
  const { missing } = startSignals({
    bridges,
    context,
    feedHttp: createHttpClient({ bodyBytesMax: FEED_BYTES_MAX }),
    feeds: config.INCIDENT_FEEDS,
    pauses: watchVendorPauses({
      redis,
      keys,
      now,
      signal,
      onError: (error) => logger.debug({ error: String(error) }, 'vendors’ pauses are out of reach'),
    }),
    nodes: new Map(nodes),
    tvlUrl: config.DEFILLAMA_API_URL,
    readPrices: createPriceReader({ redis, subscriber: createChannelSubscriber(redis, logger), keys }).readAll,
    publish: (made) => publisher.publish({ topic: topic('signals'), key: signalKey(made), value: codec.encode(signalToRecord(made)) }),
    backlog: () => publisher.pending,
    settings: {
      intervalMs: config.SIGNAL_INTERVAL_MS,
      tvlIntervalMs: config.TVL_INTERVAL_MS,
      incidentIntervalMs: config.INCIDENT_INTERVAL_MS,
      timeoutMs: config.QUOTE_TIMEOUT_MS,
    },
    instance: randomBytes(4).toString('hex'),
    metrics: createSignalMetrics(metrics, () => publisher.pending),
    logger,
    signal,
  });
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  onStop('heartbeat', () => heartbeat.stop());
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  onStop('admin server', () => admin.close());
  logger.info(
    { adminPort: admin.port, bridges: bridges.map(({ manifest }) => manifest.id), feeds: config.INCIDENT_FEEDS.length },
    'looking',
  );
});
