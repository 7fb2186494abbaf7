import { Counter, Gauge, Histogram, type MetricObject, Registry } from 'prom-client';
import { createRunnerMetrics } from '#platform/kafka/runner-metrics.ts';
import { createServiceMetrics } from '#platform/telemetry/service-metrics.ts';
import { createHttpMetrics } from '../../api/http/http-metrics.ts';
import { createFeedMetrics } from '../../api/ws/feed-metrics.ts';
import { createAlertsMetrics } from '../../processors/alerts/alerts-metrics.ts';
import { createHealthMetrics } from '../../processors/health/health-metrics.ts';
import { createHistoryMetrics } from '../../processors/history/history-metrics.ts';
import { createRankingMetrics } from '../../processors/ranking/ranking-metrics.ts';
import { createTransfersMetrics } from '../../processors/transfers/transfers-metrics.ts';
import { createChainMetrics } from '../../producers/chain-events/metrics.ts';
import { createToldFillMetrics } from '../../producers/chain-events/told-fills/metrics.ts';
import { createMarketMetrics } from '../../producers/market/metrics.ts';
import { createQuoteMetrics } from '../../producers/quotes/metrics.ts';
import { createSignalMetrics } from '../../producers/signals/metrics.ts';

export interface RegisteredMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
}

interface MetricsFile {
  /** Where the metrics are made. A test holds this against every file that makes any. */
  readonly file: string;
  /** Who serves them. */
  readonly service: string;
  readonly register: (metrics: Registry) => unknown;
}

const now = () => 0;

const FILES: readonly MetricsFile[] = [
  {
    file: 'platform/telemetry/service-metrics.ts',
    service: 'every service',
    register: (metrics) => createServiceMetrics({ metrics, missing: () => [], engines: {} }),
  },
  {
    file: 'platform/kafka/runner-metrics.ts',
    service: 'every processor',
    register: (metrics) => createRunnerMetrics(metrics, 'group'),
  },
  {
    file: 'producers/quotes/metrics.ts',
    service: 'producers/quotes',
    register: (metrics) =>
      createQuoteMetrics({ metrics, planner: { provider: () => undefined, demanded: 0 } as never, bridges: [], backlog: () => 0, now }),
  },
  { file: 'producers/market/metrics.ts', service: 'producers/market', register: createMarketMetrics },
  { file: 'producers/chain-events/metrics.ts', service: 'producers/chain-events', register: (metrics) => createChainMetrics(metrics, now) },
  { file: 'producers/chain-events/told-fills/metrics.ts', service: 'producers/chain-events', register: createToldFillMetrics },
  { file: 'producers/signals/metrics.ts', service: 'producers/signals', register: (metrics) => createSignalMetrics(metrics, () => 0) },
  {
    file: 'processors/ranking/ranking-metrics.ts',
    service: 'processors/ranking',
    register: (metrics) => createRankingMetrics(metrics, now),
  },
  {
    file: 'processors/transfers/transfers-metrics.ts',
    service: 'processors/transfers',
    register: (metrics) => createTransfersMetrics(metrics, { store: { stuck: async () => ({ count: 0, oldestStartedAtMs: null }) }, now }),
  },
  { file: 'processors/health/health-metrics.ts', service: 'processors/health', register: createHealthMetrics },
  { file: 'processors/alerts/alerts-metrics.ts', service: 'processors/alerts', register: createAlertsMetrics },
  { file: 'processors/history/history-metrics.ts', service: 'processors/history', register: createHistoryMetrics },
  { file: 'api/http/http-metrics.ts', service: 'api', register: (metrics) => createHttpMetrics(metrics, () => undefined) },
  { file: 'api/ws/feed-metrics.ts', service: 'api', register: createFeedMetrics },
];

const described = (metric: MetricObject): RegisteredMetric => {
  // What the types of prom-client do not tell of its own objects.
  const { labelNames } = metric as unknown as { labelNames: readonly string[] };
  const instance: unknown = metric;
  const type =
    instance instanceof Counter ? 'counter' : instance instanceof Gauge ? 'gauge' : instance instanceof Histogram ? 'histogram' : undefined;
  if (type === undefined) throw new Error(`${metric.name} is of a kind that nothing here uses`);
  return { name: metric.name, type, labels: labelNames.filter((label) => label !== 'le'), help: metric.help };
};

/** Every metric of the code, by the file that makes it, as its registry knows it. Those of Node itself, from prom-client, are not listed. */
export const registeredMetrics = (): readonly (Omit<MetricsFile, 'register'> & { readonly metrics: readonly RegisteredMetric[] })[] =>
  FILES.map(({ file, service, register }) => {
    const registry = new Registry();
    register(registry);
    return { file, service, metrics: registry.getMetricsAsArray().map(described) };
  });
