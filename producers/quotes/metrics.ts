import { Counter, Gauge, Histogram } from 'prom-client';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { Planner } from './planner.ts';

const LATENCY_BUCKETS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000];

export interface QuoteMetrics {
  /** A question was answered, one way or the other. */
  observed(event: QuoteEvent): void;
  /** Kafka has acknowledged an event. */
  published(event: QuoteEvent): void;
  lost(): void;
}

/** What operators see of the quotes producer. Gauges are read when they are scraped. */
export const createQuoteMetrics = (deps: {
  readonly metrics: Metrics;
  readonly planner: Planner;
  readonly bridges: readonly string[];
  readonly backlog: () => number;
  readonly now: () => number;
}): QuoteMetrics => {
  const { metrics, planner, bridges, backlog, now } = deps;
  const registers = [metrics];
  const labelNames = ['bridge'] as const;
  const answered = new Counter({ name: 'routebook_quotes_answered_total', help: 'Questions answered with a quote', labelNames, registers });
  const failed = new Counter({
    name: 'routebook_quotes_failed_total',
    help: 'Questions answered with a failure',
    labelNames: ['bridge', 'code'],
    registers,
  });
  const latency = new Histogram({
    name: 'routebook_quotes_latency_milliseconds',
    help: 'From question to answer or failure',
    labelNames,
    buckets: LATENCY_BUCKETS_MS,
    registers,
  });
  const age = new Histogram({
    name: 'routebook_quotes_publish_milliseconds',
    help: 'From the answer to Kafka’s acknowledgement',
    buckets: LATENCY_BUCKETS_MS,
    registers,
  });
  const lost = new Counter({ name: 'routebook_quotes_lost_total', help: 'Events that Kafka refused for good', registers });
  const gauge = (name: string, help: string, read: (bridge: string) => number) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        for (const bridge of bridges) this.set({ bridge }, read(bridge));
      },
    });
  gauge('routebook_quotes_open_count', 'Questions waiting for their answer', (bridge) => planner.provider(bridge)?.inFlight ?? 0);
  gauge('routebook_quotes_budget_tokens', 'Questions the budget would allow now', (bridge) => planner.provider(bridge)?.tokens(now()) ?? 0);
  const total = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  total('routebook_quotes_backlog_count', 'Events that Kafka has not acknowledged yet', backlog);
  total('routebook_quotes_demanded_count', 'Books that somebody looks at', () => planner.demanded);

  return {
    observed: ({ bridge, outcome, askedAtMs, observedAtMs }) => {
      if (outcome.kind === 'answer') answered.inc({ bridge });
      else failed.inc({ bridge, code: outcome.failure.code });
      latency.observe({ bridge }, observedAtMs - askedAtMs);
    },
    published: ({ observedAtMs }) => age.observe(now() - observedAtMs),
    lost: () => lost.inc(),
  };
};
