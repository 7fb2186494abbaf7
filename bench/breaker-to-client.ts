import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { WebSocket } from 'ws';
import { bookKey } from '#core/domain/corridor.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Signal } from '#core/domain/signal.ts';
import { freePort } from '#platform/free-port.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import { signalKey, signalToRecord } from '#schemas/codecs/signal.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { type BenchEngines, type Benchmark, quantile } from './harness.ts';
import { engineEnv, runService, runWorker } from './services.ts';
import { until } from './until.ts';

const CORRIDORS = ['arbitrum', 'optimism', 'base', 'polygon', 'avalanche'].map((chain) => `ethereum:USDC>${chain}:USDC`);
const AMOUNTS = Array.from({ length: 20 }, (_, index) => BigInt(index + 1) * 1_000_000_000n);
const BOOKS = CORRIDORS.flatMap((corridor) => AMOUNTS.map((amountIn) => ({ corridor, amountIn })));
/** A bridge a round: the breaker of one that opened lately stays open longer, which is not what is measured. */
const ROUNDS = 40;
const PAUSE_MS = 150;

const quoteIn = (bridge: string, { corridor, amountIn }: (typeof BOOKS)[number]): QuoteEvent => {
  const nowMs = Date.now();
  const fee = amountIn / 1_000n;
  return {
    quoteId: `bench-${bridge}-${bookKey(corridor, amountIn)}-${nowMs}`,
    bridge,
    corridor,
    amountIn,
    askedAtMs: nowMs,
    observedAtMs: nowMs,
    outcome: {
      kind: 'answer',
      answer: {
        amountOut: amountIn - fee,
        minAmountOut: amountIn - fee,
        fees: [{ kind: 'protocol', asset: 'ethereum:USDC', amount: fee }],
        rebate: 0n,
        surcharges: [],
        originGas: 100_000n,
        etaSeconds: { p50: 10, p90: 30 },
        limits: { min: null, max: null, instant: null },
        validUntilMs: nowMs + 30_000,
      },
    },
  };
};

const failedProbe = (bridge: string, n: number): Signal => ({
  signalId: `bench-${bridge}-${n}-${Date.now()}`,
  bridge,
  kind: 'probe',
  ok: false,
  corridor: null,
  latencyMs: null,
  detail: 'away',
  observedAtMs: Date.now(),
  code: 'UPSTREAM_ERROR',
  chain: null,
  asset: null,
  value: null,
  reference: null,
});

const marketAt = (observedAtMs: number): MarketEvent[] => [
  { kind: 'price', priceId: 'usd-coin', usd: 1, observedAtMs },
  { kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs },
  { kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs },
];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const connect = async (engines: BenchEngines): Promise<{ kafka: Kafka; producer: Producer }> => {
  const kafka = new Kafka({ brokers: engines.kafkaBrokers.split(','), logLevel: logLevel.ERROR });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  return { kafka, producer };
};

/** Sends through the given codecs, to the topics of one world. */
const createHand = async (engines: BenchEngines, prefix: string, producer: Producer) => {
  const registry = createRegistryClient(engines.registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger: createLogger('bench', 'warn') });
  const quotes = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const signals = createCodec<SignalRecord>({ schema: SCHEMAS.signal, id: ids.signals, registry, now: Date.now });
  const market = createCodec<MarketEventRecord>({ schema: SCHEMAS['market-event'], id: ids.market, registry, now: Date.now });
  return {
    quotes: (events: readonly QuoteEvent[]) =>
      producer.send({
        topic: topicName(prefix, TOPICS.quotes.name),
        messages: events.map((event) => ({ key: event.corridor, value: quotes.encode(quoteEventToRecord(event)) })),
      }),
    signals: (events: readonly Signal[]) =>
      producer.send({
        topic: topicName(prefix, TOPICS.signals.name),
        messages: events.map((event) => ({ key: signalKey(event), value: signals.encode(signalToRecord(event)) })),
        acks: 1,
      }),
    market: (events: readonly MarketEvent[]) =>
      producer.send({
        topic: topicName(prefix, TOPICS.market.name),
        messages: events.map((event) => ({ key: marketEventKey(event), value: market.encode(marketEventToRecord(event)) })),
      }),
  };
};

/** From sending the third failure in a row to the frame that takes the route out, for each book that a client holds. */
const measureRoutebook = async (engines: BenchEngines): Promise<{ all: number[]; last: number[] }> => {
  const prefix = `bench-${randomBytes(3).toString('hex')}`;
  const bridges = Array.from({ length: ROUNDS }, (_, round) => `bridge${round}`);
  const env = engineEnv(engines, prefix);
  const port = await freePort();
  const { producer } = await connect(engines);
  const [ranking, health] = await Promise.all([runWorker('processors/ranking/main.ts', env), runWorker('processors/health/main.ts', env)]);
  const api = await runService('api/main.ts', { ...env, PORT: String(port) }, `http://127.0.0.1:${port}/health/live`);
  const hand = await createHand(engines, prefix, producer);
  await hand.market(marketAt(Date.now()));

  const goneAt = new Map<string, number>();
  const held = new Set<string>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/v1`, 'routebook.v1.json');
  socket.on('message', (data) => {
    const at = performance.now();
    const frame = JSON.parse(String(data)) as {
      key: string;
      upsert?: { routeId: string }[];
      remove?: { routeId: string; reason: string }[];
    };
    for (const { routeId } of frame.upsert ?? []) held.add(`${frame.key} ${routeId.slice(0, routeId.lastIndexOf('-'))}`);
    for (const { routeId, reason } of frame.remove ?? []) {
      if (reason === 'BREAKER_OPEN') goneAt.set(`${frame.key} ${routeId.slice(0, routeId.lastIndexOf('-'))}`, at);
    }
  });
  await new Promise((resolve) => socket.once('open', resolve));
  for (const [index, { corridor, amountIn }] of BOOKS.entries()) {
    const [from, to] = corridor.split('>');
    socket.send(
      JSON.stringify({
        op: 'subscribe',
        id: String(index),
        channel: 'routes',
        params: { from, to, amountIn: String(amountIn), depth: 20 },
      }),
    );
    await pause(25);
  }

  const all: number[] = [];
  const last: number[] = [];
  for (const bridge of bridges) {
    await hand.quotes(BOOKS.map((book) => quoteIn(bridge, book)));
    const names = BOOKS.map(({ corridor, amountIn }) => `${bookKey(corridor, amountIn)} ${bridge}`);
    await until(`routes of ${bridge}`, () => names.every((name) => held.has(name)), 20);
    await hand.signals([failedProbe(bridge, 1), failedProbe(bridge, 2)]);
    await pause(PAUSE_MS);
    const sentAt = performance.now();
    await hand.signals([failedProbe(bridge, 3)]);
    await until(`no route of ${bridge}, its breaker open`, () => names.every((name) => goneAt.has(name)), 5);
    const took = names.map((name) => (goneAt.get(name) ?? Number.NaN) - sentAt);
    all.push(...took);
    last.push(Math.max(...took));
  }
  socket.terminate();
  await producer.disconnect();
  await Promise.all([api.stop(), ranking.stop(), health.stop()]);
  return { all, last };
};

/** One message from a producer through kafkajs to a WebSocket, and nothing done with it. */
const measureRelay = async (engines: BenchEngines): Promise<number[]> => {
  const topic = `bench-relay-${randomBytes(3).toString('hex')}`;
  const { kafka, producer } = await connect(engines);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const port = await freePort();
  const env = { KAFKA_BROKERS: engines.kafkaBrokers, TOPIC: topic, PORT: String(port) };
  const relay = await runService('bench/peers/kafka-relay.ts', env, `http://127.0.0.1:${port}/`);
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve) => socket.once('open', resolve));
  const took: number[] = [];
  for (let round = 0; round < ROUNDS * 5; round += 1) {
    const heard = new Promise<void>((resolve) => socket.once('message', () => resolve()));
    const sentAt = performance.now();
    await producer.send({ topic, messages: [{ key: 'across', value: `{"round":${round}}` }], acks: 1 });
    await heard;
    took.push(performance.now() - sentAt);
    await pause(PAUSE_MS / 5);
  }
  socket.terminate();
  await producer.disconnect();
  await relay.stop();
  return took;
};

export const bench: Benchmark = {
  name: 'breaker → client',
  about: `From sending a bridge's third failure in a row to the frame that takes its route out of a book, over ${BOOKS.length} books that one feed client holds, ${ROUNDS} times; Kafka, registry, Redis, health, ranker, API and the measuring client share the machine.`,
  run: async (engines, report) => {
    report('Routebook');
    const ours = await measureRoutebook(engines);
    report(`${ours.all.length} routes gone; the bare relay`);
    const bare = await measureRelay(engines);
    const baseline = (share: number) => ({ what: 'bare kafkajs → ws relay, one message', value: quantile(bare, share) });
    return [
      { what: 'p50, each route', value: quantile(ours.all, 0.5), unit: 'ms', baseline: baseline(0.5) },
      { what: 'p99, each route', value: quantile(ours.all, 0.99), unit: 'ms', baseline: baseline(0.99), budget: { atMost: 50 } },
      { what: 'p50, the last of all books', value: quantile(ours.last, 0.5), unit: 'ms', baseline: baseline(0.5) },
    ];
  },
};
