import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import { createLogStore } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, MigrationChanged, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createNativeRows } from '#platform/clickhouse/native-rows.ts';
import { readTops } from '#platform/clickhouse/tops-reader.ts';
import { connectEngines } from '#platform/connect-engines.ts';
import { createLogPositions } from '#platform/kafka/log-positions.ts';
import { groupName } from '#platform/kafka/names.ts';
import { startRunner } from '#platform/kafka/runner.ts';
import { runService } from '#platform/lifecycle.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { TOPICS } from '#schemas/topics.ts';
import { beginPartitions, recallTops } from './begin.ts';
import { createHistoryMetrics } from './history-metrics.ts';
import { createHistoryStep } from './history-step.ts';
import { createSources, HISTORY_TOPICS } from './sources.ts';
import { createTopsOfBooks } from './top-of-book.ts';
import { createTopicWriter } from './topic-writer.ts';

const SERVICE = 'history';
const MIGRATIONS = join(import.meta.dirname, '../../schemas/clickhouse');
/** Between two tries to reach ClickHouse at the start. */
const START_RETRY_MS = 1_000;

const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const now = () => Date.now();
const database = databaseName(config);
const cluster = config.CLICKHOUSE_CLUSTER;

await runService(logger, async (lifecycle) => {
  const { redis, kafka, publisher, codecOf, topic, keys } = await connectEngines({ service: SERVICE, config, logger, lifecycle, now });
  const metrics = createMetrics(SERVICE);
  const server = createClickHouse({ url: config.CLICKHOUSE_URL, service: SERVICE, logger });
  const client = createClickHouse({ url: config.CLICKHOUSE_URL, database, service: SERVICE, logger });
  lifecycle.onStop('clickhouse', async () => {
    await Promise.all([server.close(), client.close()]);
  });
  const store = createLogStore({ client, database, cluster });
  const tops = createTopsOfBooks();
  const sources = createSources({
    codecs: {
      quotes: codecOf('quotes'),
      books: codecOf('books'),
      transfers: codecOf('transfers'),
      signals: codecOf('signals'),
      bridgeStatus: codecOf('bridgeStatus'),
      market: codecOf('market'),
      fillTimes: codecOf('fillTimes'),
    },
    tops,
  });
  const historyMetrics = createHistoryMetrics(metrics);
  const channels = new Map(
    HISTORY_TOPICS.map((key) => {
      const source = sources[key];
      const writer = createTopicWriter({
        topic: topic(key),
        tables: source.tables,
        store,
        createRows: createNativeRows,
        lingerMs: config.HISTORY_LINGER_MS,
        metrics: historyMetrics,
        logger,
      });
      return [topic(key), { source, writer, compacted: TOPICS[key].cleanup === 'compact', begun: new Set<number>() }];
    }),
  );
  let migrated = false;
  let caughtUp = () => false;

  const start = () => {
    const groupId = groupName(config.ROUTEBOOK_PREFIX, SERVICE);
    const positions = createLogPositions({ kafka, groupId });
    const runner = startRunner({
      kafka,
      groupId,
      topics: [...channels.keys()],
      startAt: {
        kind: 'stored',
        read: async (name, partitions) => {
          const channel = channels.get(name);
          if (channel === undefined) return new Map();
          for (const partition of partitions) channel.begun.delete(partition);
          const begun = await beginPartitions({ partitions, writer: channel.writer, askKafka: () => positions.of(name) });
          if (name === topic('books')) await recallTops(tops, begun.generations, (...of) => readTops(client, ...of));
          return begun.positions;
        },
        onBegin: (starts) => {
          for (const { topic: name, partition } of starts) channels.get(name)?.begun.add(partition);
        },
      },
      commits: true,
      step: createHistoryStep(channels),
      deadLetters: publisher,
      metrics,
      logger,
      now,
      onAssigned: (assignment) => {
        for (const [name, channel] of channels) {
          const assigned = new Set(assignment[name]);
          channel.writer.keepOnly(assigned);
          for (const partition of [...channel.begun]) if (!assigned.has(partition)) channel.begun.delete(partition);
        }
      },
    });
    caughtUp = runner.caughtUp;
    lifecycle.onStop('log', async () => {
      for (const { writer } of channels.values()) writer.stop();
      await runner.stop();
      await positions.close();
    });
  };

  const writes = () => migrated && [...channels.values()].every(({ writer }) => writer.works());
  const missing = () => [
    ...(migrated ? [] : ['clickhouse and its tables']),
    ...(caughtUp() ? [] : ['the log read up to now']),
    ...(!migrated || writes() ? [] : ['clickhouse takes rows']),
    ...(redis.status === 'ready' ? [] : ['redis']),
  ];
  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing, now });
  lifecycle.onStop('heartbeat', heartbeat.stop);
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable, clickhouse: writes };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing, engines });
  lifecycle.onStop('admin', admin.close);
  logger.info({ adminPort: admin.port }, 'history is up');

  while (!migrated && !lifecycle.signal.aborted) {
    try {
      await ensureDatabase(server, database, cluster);
      await migrate({ client, migrations: readMigrations(MIGRATIONS, cluster), cluster, logger });
      migrated = true;
      start();
    } catch (error) {
      if (error instanceof MigrationChanged) throw error;
      logger.warn({ error: String(error) }, 'the tables are not there yet; trying again');
      await sleep(START_RETRY_MS);
    }
  }
});
