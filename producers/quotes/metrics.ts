import { Counter, Gauge, Histogram } from 'prom-client';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { Planner } from './planner.ts';

const LATENCY_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];

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
    help: 'Questions answered with a failure, by its code',
    labelNames: ['bridge', 'code'],
    registers,
  });
  const latency = new Histogram({
    name: 'routebook_quotes_latency_seconds',
    help: 'From question to answer or failure',
    labelNames,
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  const toKafka = new Histogram({
    name: 'routebook_quotes_publish_seconds',
    help: 'From the answer to Kafka’s acknowledgement',
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  const lost = new Counter({ name: 'routebook_quotes_lost_total', help: 'Events that Kafka refused for good', registers });
  // There from the start, so that a bridge that never answers is seen to answer nothing.
  for (const bridge of bridges) answered.inc({ bridge }, 0);
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
  gauge('routebook_quotes_open_questions', 'Questions waiting for their answer', (bridge) => planner.provider(bridge)?.inFlight ?? 0);
  gauge('routebook_quotes_budget_tokens', 'Questions the budget would allow now', (bridge) => planner.provider(bridge)?.tokens(now()) ?? 0);
  new Gauge({
    name: 'routebook_quotes_quota_questions',
    help: 'Questions that the vendor’s quota would still allow; of bridges with one',
    labelNames,
    registers,
    collect() {
      for (const bridge of bridges) {
        const quota = planner.provider(bridge)?.quota(now());
        if (quota !== undefined) this.set({ bridge }, quota.left);
      }
    },
  });
  new Gauge({
    name: 'routebook_quotes_interval_seconds',
    help: 'How long a book waits between two questions now, in the mean: kind demanded or base',
    labelNames: ['bridge', 'kind'],
    registers,
    collect() {
      this.reset();
      for (const bridge of bridges) {
        const { demandMs, baseMs } = planner.pace(bridge, now());
        if (demandMs !== null) this.set({ bridge, kind: 'demanded' }, demandMs / 1_000);
        if (baseMs !== null) this.set({ bridge, kind: 'base' }, baseMs / 1_000);
      }
    },
  });
  const total = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  total('routebook_quotes_backlog_events', 'Events that Kafka has not acknowledged yet', backlog);
  total('routebook_quotes_demanded_books', 'Books that somebody looks at', () => planner.demanded);

  return {
    observed: ({ bridge, outcome, askedAtMs, observedAtMs }) => {
      if (outcome.kind === 'answer') answered.inc({ bridge });
      else failed.inc({ bridge, code: outcome.failure.code });
      latency.observe({ bridge }, (observedAtMs - askedAtMs) / 1_000);
    },
    published: ({ observedAtMs }) => toKafka.observe((now() - observedAtMs) / 1_000),
    lost: () => lost.inc(),
  };
};
