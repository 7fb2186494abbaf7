import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { groupName, topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { type Runner, startRunner } from '#platform/kafka/runner.ts';
import { type Lifecycle, runService } from '#platform/lifecycle.ts';
import { createRedis } from '#platform/redis/client.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore } from '#platform/redis/transfer-store.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { startChores } from './chores.ts';
import { createPositionLedger } from './position-ledger.ts';
import { createTransferStep } from './transfer-step.ts';
import { createTransfersMetrics } from './transfers-metrics.ts';
import { createTransfersOut } from './transfers-out.ts';

const SERVICE = 'transfers';

const config: Config = readConfig();
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = () => Date.now();

/** Engines and codecs, made once; each undone at stop. */
const connect = async (lifecycle: Lifecycle) => {
  const prefix = config.ROUTEBOOK_PREFIX;
  const redis = createRedis(config.REDIS_URL, logger);
  lifecycle.onStop('redis', () => redis.disconnect());
  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const kafka = createKafka(config.KAFKA_BROKERS, `routebook-${SERVICE}`, logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  lifecycle.onStop('publisher', () => publisher.close());
  const codecOf = <T>(topic: keyof typeof TOPICS) =>
    createCodec<T>({ schema: SCHEMAS[TOPICS[topic].schema], id: ids[topic], registry, now });
  const topic = (name: keyof typeof TOPICS) => topicName(prefix, TOPICS[name].name);
  const keys = createKeys(prefix === '' ? 'rb' : prefix);
  const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now });
  return { redis, kafka, publisher, codecOf, topic, keys, store };
};

await runService(logger, async (lifecycle) => {
  const { redis, kafka, publisher, codecOf, topic, keys, store } = await connect(lifecycle);
  const metrics = createMetrics(SERVICE);
  const transfersMetrics = createTransfersMetrics(metrics);
  const codec = codecOf<ChainEventRecord>('chainEvents');
  const ledger = createPositionLedger();
  let runner: Runner | undefined;
  let rebuilding: Promise<void> | undefined;

  const onLost = () => {
    if (rebuilding !== undefined || lifecycle.signal.aborted) return;
    logger.warn('the views were flushed; reading all events again');
    transfersMetrics.rebuilt();
    rebuilding = rebuild().finally(() => {
      rebuilding = undefined;
    });
  };
  const out = createTransfersOut({
    store,
    ledger,
    chainEventCodec: codec,
    transferCodec: codecOf('transfers'),
    publisher,
    topic: topic('transfers'),
    expectations: { fillTimes: ({ bridge }) => priorFillTimes(bridge), confirmationMs: usualConfirmationMs },
    metrics: transfersMetrics,
    now,
    onLost,
  });
  const step = createTransferStep({ codec, out, ledger });
  const start = (): Runner => {
    let stored: ReadonlyMap<number, number> = new Map();
    return startRunner({
      kafka,
      groupId: groupName(config.ROUTEBOOK_PREFIX, SERVICE),
      topics: [topic('chainEvents')],
      startAt: {
        kind: 'stored',
        read: async () => {
          stored = await store.positions();
          return stored;
        },
        onBegin: (starts) => ledger.begin(starts, stored),
      },
      commits: true,
      step,
      deadLetters: publisher,
      metrics,
      logger,
      now,
    });
  };
  const rebuild = async () => {
    await runner?.stop();
    ledger.clear();
    if (!lifecycle.signal.aborted) runner = start();
  };
  runner = start();
  lifecycle.onStop('events', async () => {
    await rebuilding;
    await runner?.stop();
  });
  const chores = startChores({ store, ledger, out, now, onLost });
  lifecycle.onStop('chores', chores.stop);

  const missing = () => [
    ...(runner?.caughtUp() === true ? [] : ['chain events read up to now']),
    ...(redis.status === 'ready' ? [] : ['redis']),
  ];
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  lifecycle.onStop('heartbeat', heartbeat.stop);
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'transfers is up');
});
