import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { WebSocket } from 'ws';
import { bookKey } from '#core/domain/corridor.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { freePort } from '#platform/free-port.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { type BenchEngines, type Benchmark, quantile } from './harness.ts';
import { engineEnv, runService, runWorker } from './services.ts';

const QUOTES_PER_SECOND = 1_000;
const TICK_MS = 10;
const WARM_UP_MS = 4_000;
const MEASURED_MS = 12_000;

const CORRIDORS = ['arbitrum', 'optimism', 'base', 'polygon', 'avalanche'].map((chain) => `ethereum:USDC>${chain}:USDC`);
const AMOUNTS = Array.from({ length: 20 }, (_, index) => BigInt(index + 1) * 1_000_000_000n);
const BOOKS = CORRIDORS.flatMap((corridor) => AMOUNTS.map((amountIn) => ({ corridor, amountIn })));
const BRIDGES = ['across', 'stargate'];

/** The n-th quote: its amount out is its own, so that a client that sees the amount knows which quote it sees. */
const quoteNumber = (n: number, nowMs: number): QuoteEvent => {
  const { corridor, amountIn } = BOOKS[n % BOOKS.length] as (typeof BOOKS)[number];
  const fee = BigInt(1 + (n % 900_000));
  return {
    quoteId: `bench-${n}`,
    bridge: BRIDGES[Math.floor(n / BOOKS.length) % BRIDGES.length] as string,
    corridor,
    amountIn,
    askedAtMs: nowMs,
    observedAtMs: nowMs,
    outcome: {
      kind: 'answer',
      answer: {
        amountOut: amountIn - fee,
        minAmountOut: amountIn - fee,
        fees: [{ kind: 'protocol', asset: corridor.slice(0, corridor.indexOf('>')), amount: fee }],
        rebate: 0n,
        surcharges: [],
        originGas: 100_000n,
        etaSeconds: { p50: 10, p90: 30 },
        limits: { min: 1n, max: 10n ** 13n, instant: 10n ** 12n },
        validUntilMs: nowMs + 30_000,
      },
    },
  };
};

/** What routes from Ethereum are valued with. */
const marketAt = (observedAtMs: number): MarketEvent[] => [
  { kind: 'price', priceId: 'usd-coin', usd: 1, observedAtMs },
  { kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs },
  { kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs },
];

/** Sends at a fixed rate, measured from when each was due: a late sender does not hide a late receiver. */
const produce = async (producer: Producer, topic: string, encode: (n: number) => Buffer, sentAt: Map<string, number>) => {
  const began = performance.now();
  for (let n = 0; performance.now() - began < WARM_UP_MS + MEASURED_MS; ) {
    const due = Math.floor(((performance.now() - began) * QUOTES_PER_SECOND) / 1_000);
    const messages = [];
    for (; n < due; n += 1) {
      const { corridor, amountIn } = BOOKS[n % BOOKS.length] as (typeof BOOKS)[number];
      sentAt.set(`${bookKey(corridor, amountIn)}:${amountIn - BigInt(1 + (n % 900_000))}`, performance.now());
      messages.push({ key: corridor, value: encode(n) });
    }
    if (messages.length > 0) await producer.send({ topic, messages, acks: 1 });
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
};

const latencies = (sentAt: Map<string, number>, seenAt: Map<string, number>): number[] => {
  const first = Math.min(...sentAt.values()) + WARM_UP_MS;
  return [...seenAt].flatMap(([id, at]) => {
    const sent = sentAt.get(id);
    return sent === undefined || sent < first ? [] : [at - sent];
  });
};

const measureRoutebook = async (engines: BenchEngines): Promise<number[]> => {
  const prefix = `bench-${randomBytes(3).toString('hex')}`;
  const env = engineEnv(engines, prefix);
  const port = await freePort();
  const ranking = await runWorker('processors/ranking/main.ts', env);
  const api = await runService('api/main.ts', { ...env, PORT: String(port) }, `http://127.0.0.1:${port}/health/live`);
  const registry = createRegistryClient(engines.registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger: createLogger('bench', 'warn') });
  const codec = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const producer = new Kafka({ brokers: engines.kafkaBrokers.split(','), logLevel: logLevel.ERROR }).producer({
    allowAutoTopicCreation: false,
  });
  await producer.connect();

  const marketCodec = createCodec<MarketEventRecord>({ schema: SCHEMAS['market-event'], id: ids.market, registry, now: Date.now });
  await producer.send({
    topic: topicName(prefix, TOPICS.market.name),
    messages: marketAt(Date.now()).map((event) => ({ key: marketEventKey(event), value: marketCodec.encode(marketEventToRecord(event)) })),
  });

  const seenAt = new Map<string, number>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/v1`, 'routebook.v1.json');
  socket.on('message', (data) => {
    const at = performance.now();
    const frame = JSON.parse(String(data)) as { type: string; key: string; upsert?: { amountOut: string }[] };
    for (const { amountOut } of frame.upsert ?? []) {
      const id = `${frame.key}:${amountOut}`;
      if (!seenAt.has(id)) seenAt.set(id, at);
    }
  });
  await new Promise((resolve) => socket.once('open', resolve));
  for (const [index, { corridor, amountIn }] of BOOKS.entries()) {
    const [from, to] = corridor.split('>');
    socket.send(
      JSON.stringify({ op: 'subscribe', id: String(index), channel: 'routes', params: { from, to, amountIn: String(amountIn) } }),
    );
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const sentAt = new Map<string, number>();
  await produce(
    producer,
    topicName(prefix, TOPICS.quotes.name),
    (n) => codec.encode(quoteEventToRecord(quoteNumber(n, Date.now()))),
    sentAt,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.terminate();
  await producer.disconnect();
  await api.stop();
  await ranking.stop();
  return latencies(sentAt, seenAt);
};

const measureRelay = async (engines: BenchEngines): Promise<number[]> => {
  const topic = `bench-relay-${randomBytes(3).toString('hex')}`;
  const kafka = new Kafka({ brokers: engines.kafkaBrokers.split(','), logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: TOPICS.quotes.partitions }], waitForLeaders: true });
  await admin.disconnect();
  const port = await freePort();
  const relay = await runService(
    'bench/peers/kafka-relay.ts',
    { KAFKA_BROKERS: engines.kafkaBrokers, TOPIC: topic, PORT: String(port) },
    `http://127.0.0.1:${port}/`,
  );
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const seenAt = new Map<string, number>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  socket.on('message', (data) => {
    const at = performance.now();
    const { key, amountOut } = JSON.parse(String(data)) as { key: string; amountOut: string };
    seenAt.set(`${key}:${amountOut}`, at);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const sentAt = new Map<string, number>();
  const padding = 'x'.repeat(200);
  const encode = (n: number) => {
    const { corridor, amountIn } = BOOKS[n % BOOKS.length] as (typeof BOOKS)[number];
    return Buffer.from(
      JSON.stringify({ key: bookKey(corridor, amountIn), amountOut: String(amountIn - BigInt(1 + (n % 900_000))), padding }),
    );
  };
  await produce(producer, topic, encode, sentAt);
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.terminate();
  await producer.disconnect();
  await relay.stop();
  return latencies(sentAt, seenAt);
};

export const bench: Benchmark = {
  name: 'quote → client',
  about: `${QUOTES_PER_SECOND} quotes a second over ${BOOKS.length} books, from the producer's send to the frame in a feed client's hands; Kafka, registry, Redis, ranker, API and the measuring client share the machine.`,
  run: async (engines, report) => {
    report('Routebook');
    const ours = await measureRoutebook(engines);
    report(`${ours.length} quotes seen; the bare relay`);
    const bare = await measureRelay(engines);
    const baseline = (share: number) => ({ what: 'bare kafkajs → ws relay', value: quantile(bare, share) });
    return [
      { what: 'p50', value: quantile(ours, 0.5), unit: 'ms', baseline: baseline(0.5), budget: { atMost: 5 }, ratioBudget: { atMost: 2.5 } },
      { what: 'p99', value: quantile(ours, 0.99), unit: 'ms', baseline: baseline(0.99), budget: { atMost: 25 } },
    ];
  },
};
