import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { bookKey } from '#core/domain/corridor.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import { QUOTE_LIFETIME_MS_MAX, type QuoteEvent } from '#core/domain/quote.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createKeys, type Keys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import type { BenchEngines, Benchmark } from './harness.ts';
import { measureKafkaStreams } from './java-peer.ts';
import { openTopics } from './open-topics.ts';
import { BENCH_BOOKS, BENCH_BRIDGES, benchQuotes } from './quote-messages.ts';
import { engineEnv, runWorker } from './services.ts';

const WARM_UP_QUOTES = 100_000;
/** Laid ready while the ranker is held: a few seconds, well within its session with the group, so that no re-join falls into the time that is measured. */
const QUOTES = 100_000;
/** How often the ranker's metrics are read: some ten thousandths of the time that is measured. */
const LOOK_MS = 50;
const CHUNK = 10_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const marketAt = (observedAtMs: number): MarketEvent[] => [
  ...['ethereum', 'polygon-ecosystem-token', 'avalanche-2'].map((priceId) => ({ kind: 'price' as const, priceId, usd: 100, observedAtMs })),
  ...[1, 10, 137, 8453, 42161, 43114].map((chainId) => ({ kind: 'gas' as const, chainId, weiPerGas: 1_000_000_000n, observedAtMs })),
];

/** A figure of the ranker's own /metrics, summed over its labels. */
const figureIn = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);

/** What the ranker says of itself: quotes folded, and the CPU time it took in seconds. */
const look = async (url: string) => {
  const text = await (await fetch(url)).text();
  return { folded: figureIn(text, 'routebook_ranking_quotes_total'), cpu: figureIn(text, 'process_cpu_seconds_total') };
};

/** Waits until `quotes` are folded and Redis holds each book with the last of them in it. */
const drain = async (options: { url: string; quotes: number; redis: Redis; keys: Keys; events: readonly QuoteEvent[] }) => {
  const { url, quotes, redis, keys, events } = options;
  while ((await look(url)).folded < quotes) await sleep(LOOK_MS);
  for (const { corridor, amountIn, observedAtMs } of events.slice(-BENCH_BOOKS)) {
    const last = new Date(observedAtMs).toISOString();
    const expiresAtMs = observedAtMs + QUOTE_LIFETIME_MS_MAX;
    while (!(await redis.hget(keys.book(bookKey(corridor, amountIn)), 'body'))?.includes(`"observedAt":"${last}"`)) {
      if (Date.now() > expiresAtMs) throw new Error('the quotes expired before their books were written');
      await sleep(1);
    }
  }
};

const openQuotesAndMarket = async (engines: BenchEngines, prefix: string) => {
  const { registry, ids, publisher } = await openTopics(engines, prefix);
  const quotes = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const market = createCodec<MarketEventRecord>({ schema: SCHEMAS['market-event'], id: ids.market, registry, now: Date.now });
  return {
    fill: async (count: number): Promise<readonly QuoteEvent[]> => {
      const events = benchQuotes(count, Date.now());
      const topic = topicName(prefix, 'quotes');
      for (let start = 0; start < count; start += CHUNK) {
        const chunk = events.slice(start, start + CHUNK);
        await publisher.publishAll(chunk.map((event) => ({ topic, key: event.corridor, value: quotes.encode(quoteEventToRecord(event)) })));
      }
      return events;
    },
    fillMarket: (): Promise<void> =>
      publisher.publishAll(
        marketAt(Date.now()).map((event) => ({
          topic: topicName(prefix, 'market'),
          key: marketEventKey(event),
          value: market.encode(marketEventToRecord(event)),
        })),
      ),
    close: () => publisher.close(),
  };
};

export const bench: Benchmark = {
  name: 'ranking-service',
  about: `the ranker is held while ${QUOTES} quotes are laid ready, then drains them into Redis and the topic of books; Kafka and Redis share the machine`,
  run: async (engines, report) => {
    const prefix = `bench-${randomBytes(3).toString('hex')}`;
    const topics = await openQuotesAndMarket(engines, prefix);
    await topics.fillMarket();
    const env = { ...engineEnv(engines, prefix), ROUTEBOOK_BRIDGES: BENCH_BRIDGES.join(',') };
    const ranker = await runWorker('processors/ranking/main.ts', env);
    const url = ranker.metricsUrl;
    const redis = createRedis(engines.redisUrl, pino({ level: 'silent' }));
    const keys = createKeys(prefix);
    try {
      report('warming up');
      await drain({ url, quotes: WARM_UP_QUOTES, redis, keys, events: await topics.fill(WARM_UP_QUOTES) });
      const before = await look(url);
      report('laying quotes ready');
      ranker.process.kill('SIGSTOP');
      const events = await topics.fill(QUOTES);
      report('draining');
      const begun = performance.now();
      ranker.process.kill('SIGCONT');
      await drain({ url, quotes: WARM_UP_QUOTES + QUOTES, redis, keys, events });
      const drained = QUOTES / ((performance.now() - begun) / 1_000);
      const perCpuSecond = QUOTES / ((await look(url)).cpu - before.cpu);
      report('the same with Kafka Streams');
      const peer = await measureKafkaStreams({
        brokers: engines.kafkaBrokers,
        from: topicName(prefix, 'quotes'),
        to: topicName(prefix, 'transfers'),
        messages: WARM_UP_QUOTES + QUOTES,
      });
      return [
        {
          what: 'quotes drained',
          value: drained,
          unit: 'ops/s',
          baseline: { what: 'Kafka Streams, state on the heap', value: peer },
          budget: { atLeast: 66_000 },
        },
        { what: 'quotes drained a second of CPU time', value: perCpuSecond, unit: 'ops/s' },
      ];
    } finally {
      redis.disconnect();
      await ranker.stop();
      await topics.close();
    }
  },
};
