import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { chainById } from '#core/domain/chain.ts';
import { usualConfirmationMs } from '#core/transfers/expectations.ts';
import { confirmationsIn } from '#platform/config.ts';
import { connectEngines } from '#platform/connect-engines.ts';
import { groupName } from '#platform/kafka/names.ts';
import { readRecent } from '#platform/kafka/read-recent.ts';
import { type Runner, startRunner } from '#platform/kafka/runner.ts';
import { runService } from '#platform/lifecycle.ts';
import { createFigureStore } from '#platform/redis/figure-store.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore, TRANSFER_KEPT_MS } from '#platform/redis/transfer-store.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { startChores } from './chores.ts';
import { createFigures } from './figures.ts';
import { createPositionLedger } from './position-ledger.ts';
import { createPromises } from './promises.ts';
import { createPromiseRestorer } from './restore-promises.ts';
import { createTransferStep } from './transfer-step.ts';
import { createTransfersMetrics } from './transfers-metrics.ts';
import { createTransfersOut } from './transfers-out.ts';
import { whereViewsEnd } from './where-views-end.ts';

const SERVICE = 'transfers';

const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = () => Date.now();
const confirmationMs = (chainId: number) => {
  const chain = chainById(chainId);
  return usualConfirmationMs(chainId, chain && confirmationsIn(config, chain.slug).confirmed);
};

await runService(logger, async (lifecycle) => {
  const { redis, kafka, publisher, codecOf, topic, keys } = await connectEngines({ service: SERVICE, config, logger, lifecycle, now });
  const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now });
  const metrics = createMetrics(SERVICE);
  const transfersMetrics = createTransfersMetrics(metrics, { store, now });
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
  const figures = createFigures({
    store: createFigureStore({ redis, keys }),
    publisher,
    codec: codecOf('fillTimes'),
    topic: topic('fillTimes'),
    instance: randomUUID().slice(0, 8),
    now,
  });
  const transferCodec = codecOf<TransferRecord>('transfers');
  const out = createTransfersOut({
    store,
    ledger,
    chainEventCodec: codec,
    transferCodec,
    publisher,
    topic: topic('transfers'),
    expectations: { fillTimes: figures.fillTimes, confirmationMs },
    promises: createPromises({ issued: createIssuedQuoteStore({ redis, keys }) }),
    metrics: transfersMetrics,
    now,
    onLost,
  });
  const restorePromises = createPromiseRestorer({
    store,
    codec: transferCodec,
    readAll: (take) =>
      readRecent({
        kafka,
        topic: topic('transfers'),
        groupId: groupName(config.ROUTEBOOK_PREFIX, `${SERVICE}-promises-${randomUUID().slice(0, 8)}`),
        withinMs: TRANSFER_KEPT_MS,
        take,
        deadLetters: publisher,
        // A reading of its own each time: its group is nothing to watch.
        metrics: new Registry(),
        logger,
        now,
      }),
    out,
  });
  const step = createTransferStep({ codec, out, ledger });
  const start = (): Runner =>
    startRunner({
      kafka,
      groupId: groupName(config.ROUTEBOOK_PREFIX, SERVICE),
      topics: [topic('chainEvents')],
      startAt: whereViewsEnd({ store, ledger }),
      commits: true,
      step,
      deadLetters: publisher,
      metrics,
      logger,
      now,
    });
  const rebuild = async () => {
    await runner?.stop();
    ledger.clear();
    // Before any view is made again: a view that knows of no promise would be the topic's last word on it. The chores try again.
    await restorePromises().catch(() => undefined);
    if (!lifecycle.signal.aborted) runner = start();
  };
  // What the first views expect; without Redis they wait for it anyway.
  await figures.refresh().catch(() => undefined);
  await restorePromises().catch(() => undefined);
  runner = start();
  lifecycle.onStop('events', async () => {
    await rebuilding;
    await runner?.stop();
  });
  const chores = startChores({ store, ledger, out, figures, restorePromises, now, onLost });
  lifecycle.onStop('chores', chores.stop);

  const missing = () => [
    ...(runner?.caughtUp() === true ? [] : ['chain events read up to now']),
    ...(redis.status === 'ready' ? [] : ['redis']),
  ];
  lifecycle.onStop('heartbeat', startHeartbeat({ redis, keys, service: SERVICE, missing, now }).stop);
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'transfers is up');
});
