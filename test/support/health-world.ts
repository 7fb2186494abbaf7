import { Redis } from 'ioredis';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Signal } from '#core/domain/signal.ts';
import { createHealthReader } from '#platform/redis/health-reader.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createCodec } from '#platform/registry/codec.ts';
import type { HealthJson } from '#schemas/api/health.ts';
import { signalKey, signalToRecord } from '#schemas/codecs/signal.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { createEventSource } from './event-source.ts';
import { eventually } from './eventually.ts';
import { startService } from './service-process.ts';
import { createPrefix, testEngines } from './test-engines.ts';

const CORRIDORS = ['ethereum:USDC>arbitrum:USDC', 'base:USDC>optimism:USDC', 'optimism:USDC>ethereum:USDC'];
export const AMOUNT_IN = 1_000_000_000n;

let serial = 0;

/** What a bridge says to a question, now: an answer, or the failure that is named. */
export const quoteOf = (bridge: string, change: { code?: 'UPSTREAM_ERROR'; corridor?: string; atMs?: number } = {}): QuoteEvent => {
  serial += 1;
  const { code, atMs = Date.now(), corridor = CORRIDORS[serial % CORRIDORS.length] as string } = change;
  const amountOut = AMOUNT_IN - BigInt(serial);
  return {
    quoteId: `q${String(serial).padStart(9, '0')}`,
    bridge,
    corridor,
    amountIn: AMOUNT_IN,
    askedAtMs: atMs - 20,
    observedAtMs: atMs,
    outcome:
      code === undefined
        ? {
            kind: 'answer',
            answer: {
              amountOut,
              minAmountOut: amountOut,
              fees: [{ kind: 'lp', asset: corridor.split('>')[0] as string, amount: AMOUNT_IN - amountOut }],
              rebate: 0n,
              surcharges: [],
              originGas: 100_000n,
              etaSeconds: { p50: 10, p90: 30 },
              limits: { min: null, max: null, instant: 10n ** 12n },
              validUntilMs: atMs + 30_000,
            },
          }
        : { kind: 'failure', failure: { code, detail: 'HTTP 503: away', limit: null, retryAfterMs: null } },
  };
};

export const signalOf = (change: Partial<Signal> & Pick<Signal, 'kind'>): Signal => {
  serial += 1;
  return {
    signalId: `s${serial}`,
    bridge: 'across',
    ok: true,
    corridor: null,
    latencyMs: null,
    detail: '',
    observedAtMs: Date.now(),
    code: null,
    chain: null,
    asset: null,
    value: null,
    reference: null,
    ...change,
  };
};

/** The health processor in a world of its own, the hand that stands in for the producers, and what is shown of the bridges. */
export const createHealthWorld = async () => {
  const engines = testEngines();
  const prefix = createPrefix();
  const keys = createKeys(prefix);
  const redis = new Redis(engines.redisUrl);
  const source = await createEventSource(engines, prefix);
  const codec = createCodec<SignalRecord>({ schema: SCHEMAS.signal, id: source.ids.signals, registry: source.registry, now: Date.now });
  const env = {
    KAFKA_BROKERS: engines.kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: engines.registryUrl,
    REDIS_URL: engines.redisUrl,
    ROUTEBOOK_PREFIX: prefix,
  };
  const { services } = createHealthReader({ redis, keys });
  const running: ReturnType<typeof startService>[] = [];
  const start = (main: string, more: Record<string, string> = {}) => {
    const service = startService(main, { ...env, ...more });
    running.push(service);
    return service;
  };
  const encode = (signal: Signal) => codec.encode(signalToRecord(signal));
  const health = async (bridge: string): Promise<HealthJson> => {
    const text = await redis.hget(keys.bridgeHealth(), bridge);
    if (text === null) throw new Error(`nothing is shown of ${bridge}`);
    return (JSON.parse(text) as { health: HealthJson }).health;
  };
  return {
    prefix,
    keys,
    redis,
    source,
    start,
    health,
    encode,
    startHealth: () => start('processors/health/main.ts'),
    quotes: async (events: readonly QuoteEvent[]) => {
      for (const event of events) await source.quote(event);
    },
    signals: (signals: readonly Signal[]) =>
      source.publisher.publishAll(
        signals.map((signal) => ({ topic: source.topic('signals'), key: signalKey(signal), value: encode(signal) })),
      ),
    /** Waits until a bridge's breaker is in a state. */
    untilBreaker: (bridge: string, state: HealthJson['breaker']['state']) =>
      eventually(`the breaker of ${bridge} ${state}`, async () => {
        const found = await health(bridge);
        return found.breaker.state === state ? found : undefined;
      }),
    ready: (service: string) =>
      eventually(`${service} is ready`, async () => {
        const instances = await services();
        return instances.some((one) => one.service === service && one.ready) ? true : undefined;
      }),
    close: async () => {
      for (const service of running) await service.end('SIGKILL');
      await source.close();
      redis.disconnect();
    },
  };
};
