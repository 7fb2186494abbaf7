import { randomUUID } from 'node:crypto';
import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket } from '#core/ranking/market-view.ts';
import { startClock } from '#platform/clock.ts';
import { connectEngines } from '#platform/connect-engines.ts';
import { groupName } from '#platform/kafka/names.ts';
import { startRunner } from '#platform/kafka/runner.ts';
import { runService } from '#platform/lifecycle.ts';
import { createBookTraceAnnouncer } from '#platform/redis/book-trace-channel.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createScript } from '#platform/redis/script.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { startTracing } from '#platform/telemetry/start-tracing.ts';
import { createBookTraces } from './book-traces.ts';
import { createPipeline } from './pipeline.ts';

const SERVICE = 'ranking';
/** Quotes live 30 s; twice that back, every quote that still counts is read again. */
const REWIND_MS = 60_000;

const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const { now, wallMs } = await startClock(config.ROUTEBOOK_CLOCK);

await runService(logger, async (lifecycle) => {
  const { redis, kafka, publisher, codecOf, topic, keys } = await connectEngines({ service: SERVICE, config, logger, lifecycle, now });
  const metrics = createMetrics(SERVICE);
  const tracing = await startTracing({
    service: SERVICE,
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    logger,
  });
  lifecycle.onStop('traces', tracing.stop);
  const instance = randomUUID().slice(0, 8);
  const statuses = new Map<string, BridgeStatus>();
  let globalsRead = false;
  let quotesRead = () => false;

  const pipeline = createPipeline({
    inputs: {
      market: createMarket(),
      statuses,
      fillTimes: createFillTimesBoard(),
      bridges: config.ROUTEBOOK_BRIDGES,
      weights: config.RANKING_WEIGHTS,
    },
    statuses,
    redis,
    keys,
    runScript: (lua) => createScript(redis, lua),
    publisher,
    codecs: {
      quote: codecOf('quotes'),
      market: codecOf('market'),
      status: codecOf('bridgeStatus'),
      fillTimes: codecOf('fillTimes'),
      book: codecOf('books'),
    },
    topics: { market: topic('market'), fillTimes: topic('fillTimes'), books: topic('books') },
    metrics,
    traces: createBookTraces({ tracing, announce: createBookTraceAnnouncer({ redis, keys }), now }),
    logger,
    now,
    wallMs,
    instance,
    mayWrite: () => globalsRead && quotesRead(),
  });
  lifecycle.onStop('chores', pipeline.stop);

  const shared = { kafka, deadLetters: publisher, metrics, logger, now };
  const quotes = () => {
    const runner = startRunner({
      ...shared,
      groupId: groupName(config.ROUTEBOOK_PREFIX, SERVICE),
      topics: [topic('quotes')],
      startAt: { kind: 'recent', withinMs: REWIND_MS },
      commits: true,
      step: pipeline.quoteStep,
      onCaughtUp: pipeline.wake,
      onAssigned: (assignment) => pipeline.keepOnly(new Set(assignment[topic('quotes')])),
    });
    quotesRead = runner.caughtUp;
    lifecycle.onStop('quotes', runner.stop);
  };
  const globalTopics = [topic('market'), topic('bridgeStatus'), topic('fillTimes')];
  const globals = startRunner({
    ...shared,
    // A group of its own: every ranker reads all of it.
    groupId: groupName(config.ROUTEBOOK_PREFIX, `${SERVICE}-globals-${instance}`),
    topics: globalTopics,
    startAt: { kind: 'beginning' },
    commits: false,
    step: pipeline.globalStep,
    // Quotes are worth nothing without prices: they begin when the prices are there.
    onCaughtUp: () => {
      if (!globalsRead && !lifecycle.signal.aborted) quotes();
      globalsRead = true;
    },
  });
  lifecycle.onStop('globals', globals.stop);
  const poison = startRunner({
    ...shared,
    // One group of all rankers, so that what cannot be read becomes one dead letter.
    groupId: groupName(config.ROUTEBOOK_PREFIX, `${SERVICE}-poison`),
    topics: globalTopics,
    startAt: { kind: 'committed' },
    commits: true,
    step: pipeline.poisonStep,
  });
  lifecycle.onStop('poison', poison.stop);

  const missing = () => [
    ...(globalsRead ? [] : ['prices, bridge status and fill times read']),
    ...(quotesRead() ? [] : ['quotes read up to now']),
    ...(redis.status === 'ready' ? [] : ['redis']),
  ];
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  lifecycle.onStop('heartbeat', heartbeat.stop);
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'ranking is up');
});
