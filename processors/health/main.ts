import { randomUUID } from 'node:crypto';
import { connectEngines } from '#platform/connect-engines.ts';
import { groupName } from '#platform/kafka/names.ts';
import { readRecent } from '#platform/kafka/read-recent.ts';
import { startRunner } from '#platform/kafka/runner.ts';
import { runService } from '#platform/lifecycle.ts';
import { createCorridorReader } from '#platform/redis/corridor-reader.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createScript } from '#platform/redis/script.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { createBulletin } from './bulletin.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import { startChores } from './chores.ts';
import { createHealthMetrics } from './health-metrics.ts';
import { createHealthStep } from './health-step.ts';
import { createRedisView, SET_HEALTH_LUA } from './redis-view.ts';
import { createStandings } from './standings.ts';
import { createStatusLog } from './status-log.ts';
import { createTurn } from './turn.ts';
import { createWard } from './ward.ts';

const SERVICE = 'health';

const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = () => Date.now();

await runService(logger, async (lifecycle) => {
  const { redis, kafka, publisher, codecOf, topic, keys } = await connectEngines({ service: SERVICE, config, logger, lifecycle, now });
  const metrics = createMetrics(SERVICE);
  const healthMetrics = createHealthMetrics(metrics);
  const shared = { kafka, deadLetters: publisher, metrics, logger, now };
  const ward = createWard(config.ROUTEBOOK_BRIDGES);
  const checkpoints = createCheckpointStore({
    codec: codecOf('healthCheckpoints'),
    publisher,
    topic: topic('healthCheckpoints'),
    readAll: (take) =>
      readRecent({
        ...shared,
        topic: topic('healthCheckpoints'),
        groupId: groupName(config.ROUTEBOOK_PREFIX, `${SERVICE}-checkpoints-${randomUUID().slice(0, 8)}`),
        take,
      }),
    logger,
  });
  const log = createStatusLog({ publisher, codec: codecOf('bridgeStatus'), topic: topic('bridgeStatus'), logger });
  const show = createRedisView({ setHealth: createScript(redis, SET_HEALTH_LUA), keys });
  const bulletin = createBulletin({ publish: log.put, show, metrics: healthMetrics, now });
  const turn = createTurn({ ward, bulletin, load: checkpoints.load });

  const runner = startRunner({
    ...shared,
    groupId: groupName(config.ROUTEBOOK_PREFIX, SERVICE),
    topics: [topic('quotes'), topic('signals'), topic('transfers')],
    byOne: true,
    startAt: {
      kind: 'stored',
      read: (name) => turn.read(name === topic('quotes') ? 'quotes' : name === topic('signals') ? 'signals' : 'transfers'),
      onBegin: (starts) =>
        turn.begin(
          starts.map((start) => ({
            ...start,
            topic: start.topic === topic('quotes') ? 'quotes' : start.topic === topic('signals') ? 'signals' : 'transfers',
          })),
        ),
    },
    // Where to begin stands in the checkpoints; what is committed tells operators how far it is.
    commits: true,
    step: createHealthStep({
      topics: { quotes: topic('quotes'), signals: topic('signals'), transfers: topic('transfers') },
      codecs: { quote: codecOf('quotes'), signal: codecOf('signals'), transfer: codecOf('transfers') },
      ward,
      metrics: healthMetrics,
      onFolded: turn.tellMoved,
      settled: log.settled,
      now,
    }),
    onAssigned: turn.assigned,
    onCaughtUp: turn.caughtUp,
  });
  lifecycle.onStop('events', runner.stop);
  const chores = startChores({
    ward,
    bulletin,
    checkpoints,
    readStandings: createStandings({ redis, keys, readCorridors: createCorridorReader({ redis, keys }) }),
    isActive: turn.isOurs,
    metrics: healthMetrics,
    logger,
    now,
  });
  lifecycle.onStop('chores', chores.stop);

  const missing = () => [
    ...(runner.caughtUp() ? [] : ['quotes and signals read up to now']),
    ...(redis.status === 'ready' ? [] : ['redis']),
  ];
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  lifecycle.onStop('heartbeat', heartbeat.stop);
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'health is up');
});
