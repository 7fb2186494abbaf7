import { randomUUID } from 'node:crypto';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { createClusterReader } from '#platform/kafka/cluster-reader.ts';
import { runService } from '#platform/lifecycle.ts';
import { createAlertFactsReader } from '#platform/redis/alert-facts-reader.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createHealthReader } from '#platform/redis/health-reader.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createIncidentStore } from '#platform/redis/incident-store.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore } from '#platform/redis/transfer-store.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { createAlertDesk } from './alert-desk.ts';
import { createAlertsMetrics } from './alerts-metrics.ts';
import { configuredChannels } from './config.ts';
import { createFactReader } from './read-facts.ts';

const SERVICE = 'alerts';
/** The groups whose lag is somebody's business: they commit, and they are always there. */
const GROUPS = ['ranking', 'transfers', 'health', 'history'];
const REGISTRY_PATIENCE_MS = 2_000;

const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = () => Date.now();

await runService(logger, async (lifecycle) => {
  const prefix = config.ROUTEBOOK_PREFIX;
  const redis = createRedis(config.REDIS_URL, logger);
  lifecycle.onStop('redis', () => redis.disconnect());
  const keys = createKeys(prefix === '' ? 'rb' : prefix);
  const http = createHttpClient();
  const cluster = await createClusterReader({
    kafka: createKafka(config.KAFKA_BROKERS, `routebook-${SERVICE}`, logger),
    prefix,
    groups: GROUPS,
  });
  lifecycle.onStop('cluster', cluster.close);
  const metrics = createMetrics(SERVICE);
  const facts = createAlertFactsReader({ redis, keys });
  const transfers = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now });
  const registryAnswers = async () => {
    const signal = AbortSignal.timeout(REGISTRY_PATIENCE_MS);
    const outcome = await http.request({ url: `${config.SCHEMA_REGISTRY_URL}/subjects`, signal });
    return outcome.kind === 'response' && outcome.status === 200;
  };
  const store = createIncidentStore({ redis, keys, instance: randomUUID() });
  lifecycle.onStop('lease', () => store.resign().catch(() => undefined));
  const desk = createAlertDesk({
    store,
    channels: configuredChannels(config, { http, logger, now }),
    readFacts: createFactReader(
      {
        bridgeHealth: facts.bridgeHealth,
        watchersSavedAtMs: facts.watchersSavedAtMs,
        services: createHealthReader({ redis, keys }).services,
        stuckTransfers: async () => (await transfers.stuck(now())).count,
        deadLetters: cluster.deadLetters,
        lag: cluster.lag,
        engines: { redis: facts.answers, kafka: cluster.answers, registry: registryAnswers },
      },
      now,
    ),
    clearMs: config.ALERTS_CLEAR_MS,
    metrics: createAlertsMetrics(metrics),
    logger,
    now,
  });

  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => desk.look()).catch((error: unknown) => logger.error({ err: error }, 'a look at the facts failed'));
  }, config.ALERTS_INTERVAL_MS);
  lifecycle.onStop('looks', async () => {
    clearInterval(timer);
    await looking;
  });

  const missing = () => (redis.status === 'ready' ? [] : ['redis']);
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  lifecycle.onStop('heartbeat', heartbeat.stop);
  const engines = { redis: () => redis.status === 'ready' };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'alerts is up');
});
