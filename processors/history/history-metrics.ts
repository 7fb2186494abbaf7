import { Counter, Histogram } from 'prom-client';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface HistoryMetrics {
  inserted(table: string, rows: number, bytes: number, tookMs: number): void;
  failed(topic: string): void;
}

/** What operators see of the history. */
export const createHistoryMetrics = (metrics: Metrics): HistoryMetrics => {
  const registers = [metrics];
  const rows = new Counter({
    name: 'routebook_history_rows_total',
    help: 'Rows written to ClickHouse',
    labelNames: ['table'],
    registers,
  });
  const bytes = new Counter({
    name: 'routebook_history_sent_bytes_total',
    help: 'Bytes of rows sent to ClickHouse',
    labelNames: ['table'],
    registers,
  });
  const failures = new Counter({
    name: 'routebook_history_insert_failures_total',
    help: 'Inserts that did not succeed; each is tried again',
    labelNames: ['topic'],
    registers,
  });
  const took = new Histogram({
    name: 'routebook_history_insert_seconds',
    help: 'How long an insert took',
    labelNames: ['table'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return {
    inserted: (table, count, sent, tookMs) => {
      rows.inc({ table }, count);
      bytes.inc({ table }, sent);
      took.observe({ table }, tookMs / 1_000);
    },
    failed: (topic) => failures.inc({ topic }),
  };
};
