import { Counter } from 'prom-client';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface MarketMetrics {
  published(): void;
  /** `source` is the price source or a chain's slug. */
  failed(source: string): void;
}

/** What operators see of prices and gas. */
export const createMarketMetrics = (metrics: Metrics): MarketMetrics => {
  const registers = [metrics];
  const events = new Counter({ name: 'routebook_market_published_total', help: 'Events published', registers });
  const failures = new Counter({
    name: 'routebook_market_failed_total',
    help: 'Readings that failed, by source: the price source or a chain',
    labelNames: ['source'],
    registers,
  });
  return {
    published: () => events.inc(),
    failed: (source) => failures.inc({ source }),
  };
};
