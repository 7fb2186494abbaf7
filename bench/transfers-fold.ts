import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { topicName } from '#platform/kafka/names.ts';
import type { Outgoing } from '#platform/kafka/publisher.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createKeys, type Keys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { chainEventToRecord } from '#schemas/codecs/chain-event.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import type { BenchEngines, Benchmark } from './harness.ts';
import { openTopics } from './open-topics.ts';
import { processCpuSeconds } from './process-cpu.ts';
import { engineEnv, runWorker } from './services.ts';
import { EVENTS_EACH, transferEvents } from './transfer-events.ts';

const WARM_UP = 5_000;
/** Made before the processor is held and laid ready while it is: a second or two, within its session with the group. */
const TRANSFERS = 20_000;
const EVENTS = TRANSFERS * EVENTS_EACH;
const CHUNK = 5_000;
/** How often the positions are read: one small hash. */
const LOOK_MS = 20;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const openChainEvents = async (engines: BenchEngines, prefix: string) => {
  const { registry, ids, publisher } = await openTopics(engines, prefix);
  const codec = createCodec<ChainEventRecord>({ schema: SCHEMAS['chain-event'], id: ids.chainEvents, registry, now: Date.now });
  const topic = topicName(prefix, 'chain-events');
  return {
    topic,
    made: (transfers: number, first: number): readonly Outgoing[] =>
      transferEvents(transfers, Date.now(), first).map((event) => ({
        topic,
        key: event.transferKey,
        value: codec.encode(chainEventToRecord(event)),
      })),
    publish: async (messages: readonly Outgoing[]): Promise<void> => {
      for (let start = 0; start < messages.length; start += CHUNK) await publisher.publishAll(messages.slice(start, start + CHUNK));
    },
    close: () => publisher.close(),
  };
};

/** Positions are written after the views of all events before them. */
const untilWritten = async (redis: Redis, keys: Keys, events: number): Promise<void> => {
  const written = async () => (await redis.hvals(keys.transferPositions())).reduce((sum, next) => sum + Number(next), 0);
  while ((await written()) < events) await sleep(LOOK_MS);
};

/** The same events by the barest way, in a process of its own. */
const measureBare = async (engines: BenchEngines, topic: string, count: number): Promise<number> => {
  const env = {
    ...process.env,
    KAFKA_BROKERS: engines.kafkaBrokers,
    REDIS_URL: engines.redisUrl,
    TOPIC: topic,
    COUNT: String(count),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'peers/kafka-to-redis.ts')], { env });
  return Number(stdout.trim().split('\n').at(-1));
};

export const bench: Benchmark = {
  name: 'transfers-fold',
  about: `the transfers processor is held while ${EVENTS} chain events are laid ready, then folds them into Redis and the topic of transfers; Kafka and Redis share the machine`,
  run: async (engines, report) => {
    const prefix = `bench-${randomBytes(3).toString('hex')}`;
    const keys = createKeys(prefix);
    const topic = await openChainEvents(engines, prefix);
    const redis = createRedis(engines.redisUrl, pino({ level: 'silent' }));
    const processor = await runWorker('processors/transfers/main.ts', engineEnv(engines, prefix));
    try {
      report('warming up');
      await topic.publish(topic.made(WARM_UP, 0));
      await untilWritten(redis, keys, WARM_UP * EVENTS_EACH);
      const cpuBefore = await processCpuSeconds(processor.metricsUrl);
      report('laying events ready');
      const messages = topic.made(TRANSFERS, WARM_UP);
      processor.process.kill('SIGSTOP');
      await topic.publish(messages);
      report('folding');
      const begunMs = performance.now();
      processor.process.kill('SIGCONT');
      await untilWritten(redis, keys, WARM_UP * EVENTS_EACH + EVENTS);
      const folded = EVENTS / ((performance.now() - begunMs) / 1_000);
      const perCpuSecond = EVENTS / ((await processCpuSeconds(processor.metricsUrl)) - cpuBefore);
      await processor.stop();
      report('the barest way');
      const bare = await measureBare(engines, topic.topic, WARM_UP * EVENTS_EACH + EVENTS);
      return [
        {
          what: 'events folded',
          value: folded,
          unit: 'ops/s',
          baseline: { what: 'kafkajs → one Redis pipeline a batch, nothing decoded', value: bare },
          budget: { atLeast: 10_000 },
        },
        { what: 'events folded a second of CPU time', value: perCpuSecond, unit: 'ops/s' },
      ];
    } finally {
      redis.disconnect();
      await processor.stop();
      await topic.close();
    }
  },
};
