import { Registry } from 'prom-client';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { confirmationsIn, rpcUrls } from '#platform/config.ts';
import { connectBridges } from '#platform/connect-bridges.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { DEAD_LETTER_HEADERS } from '#platform/kafka/dead-letter.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { groupName, topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { readRecent } from '#platform/kafka/read-recent.ts';
import { runService } from '#platform/lifecycle.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { createRedis } from '#platform/redis/client.ts';
import { startHeartbeat } from '#platform/redis/heartbeat.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createBatchRpc } from '#platform/rpc/batch-rpc.ts';
import { createChainNode } from '#platform/rpc/chain-node.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { startAdminServer } from '#platform/telemetry/admin-server.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { chainEventFromRecord, chainEventToRecord } from '#schemas/codecs/chain-event.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { deadLetterTopic, TOPICS } from '#schemas/topics.ts';
import { createCursorStore } from './cursor-store.ts';
import { createChainMetrics } from './metrics.ts';
import { createToldBefore } from './resume.ts';
import { startChainEvents } from './service.ts';
import { createToldFillMetrics } from './told-fills/metrics.ts';
import { promisesFor } from './told-fills/promises-for.ts';

const SERVICE = 'chain-events';
const config = serviceConfig(SERVICE);
const logger = createLogger(SERVICE, config.LOG_LEVEL);
const prefix = config.ROUTEBOOK_PREFIX;
const now = Date.now;

/**
 * How much of what was told is read again at a start, before the moment that the cursors were saved. Finality takes Ethereum 13 minutes;
 * a deposit of Across may wait 6 hours for its fill and some more for its refund.
 */
const LOOK_BACK_MS = 24 * 3_600_000;

await runService(logger, async ({ signal, onStop }) => {
  const metrics = createMetrics(SERVICE);
  const keys = createKeys(prefix || 'rb');
  const redis = createRedis(config.REDIS_URL, logger);
  onStop('redis', () => redis.disconnect());
  const subscriber = createRedis(config.REDIS_URL, logger);
  onStop('redis subscriber', () => subscriber.disconnect());

  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<ChainEventRecord>({ schema: SCHEMAS[TOPICS.chainEvents.schema], id: ids.chainEvents, registry, now });
  const kafka = createKafka(config.KAFKA_BROKERS, SERVICE, logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  onStop('publisher', () => publisher.close());
  const topic = topicName(prefix, TOPICS.chainEvents.name);
  const unknownTopic = topicName(prefix, deadLetterTopic(TOPICS.chainEvents).name);

  const cursors = createCursorStore({ redis, key: keys.chainCursors(), now });
  const savedAtMs = await cursors.oldestSave();
  const told = createToldBefore();
  await readRecent({
    kafka,
    topic,
    groupId: groupName(prefix, `${SERVICE}-resume-${process.pid}-${now()}`),
    withinMs: LOOK_BACK_MS + (savedAtMs === undefined ? 0 : now() - savedAtMs),
    metrics: new Registry(),
    deadLetters: publisher,
    logger,
    now,
    take: async (messages) => {
      await codec.prepare(messages);
      for (const bytes of messages) {
        const record = codec.decode(bytes);
        const event = record.ok ? chainEventFromRecord(record.value) : record;
        if (event.ok) told.take(event.value);
      }
    },
  });

  const http = createHttpClient();
  const wakes: (() => void)[] = [];
  const channel = createChannelSubscriber(subscriber, logger);
  await channel.subscribe(keys.wantedTransactionsChannel(), () => {
    for (const wake of wakes) wake();
  });

  const { bridges, context } = connectBridges(config, now);
  const issued = createIssuedQuoteStore({ redis, keys });
  const service = await startChainEvents({
    bridges,
    nodes: ({ slug }) => rpcUrls(config, slug).map((url) => createChainNode(createBatchRpc({ http, url, now }))),
    confirmations: ({ slug }) => confirmationsIn(config, slug),
    publish: (events: readonly ChainEvent[]) =>
      publisher.publishAll(events.map((event) => ({ topic, key: event.transferKey, value: codec.encode(chainEventToRecord(event)) }))),
    keep: (chain, logs) =>
      publisher.publishAll(
        logs.map(({ log, reason }) => ({
          topic: unknownTopic,
          key: `${chain.chainId}:${log.transactionHash}`,
          value: Buffer.from(JSON.stringify({ chainId: chain.chainId, ...log })),
          headers: { [DEAD_LETTER_HEADERS.reason]: reason, [DEAD_LETTER_HEADERS.at]: new Date(now()).toISOString() },
        })),
      ),
    cursors,
    told,
    wanted: () => redis.zrangebyscore(keys.wantedTransactions(), now(), '+inf'),
    onWanted: (wake) => wakes.push(wake),
    vendors: {
      context,
      promises: promisesFor({ bridges, issued }),
      addressed: issued.toAddresses,
      metrics: createToldFillMetrics(metrics),
    },
    settings: {
      intervalMs: config.CHAIN_POLL_INTERVAL_MS,
      startBlocks: config.CHAIN_START_BLOCKS,
      rangeBlocksMax: config.CHAIN_RANGE_BLOCKS,
    },
    metrics: createChainMetrics(metrics, now),
    now,
    logger,
    signal,
  });
  onStop('watchers', () => service.ended);

  const heartbeat = startHeartbeat({ redis, keys, service: SERVICE, missing: service.missing, now });
  onStop('heartbeat', () => heartbeat.stop());
  const engines = { redis: () => redis.status === 'ready', kafka: () => publisher.reachable };
  const admin = await startAdminServer({ host: config.HOST, port: config.ADMIN_PORT, metrics, missing: service.missing, engines });
  onStop('admin server', () => admin.close());
  logger.info({ adminPort: admin.port }, 'watching');
});
