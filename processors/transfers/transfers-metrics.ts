import { Counter, Histogram } from 'prom-client';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { MadeView } from './make-view.ts';

export interface TransfersMetrics {
  written(made: readonly MadeView[], tookMs: number): void;
  rebuilt(): void;
}

/** What operators see of the transfers. */
export const createTransfersMetrics = (metrics: Metrics): TransfersMetrics => {
  const registers = [metrics];
  const views = new Counter({
    name: 'routebook_transfers_views_written_total',
    help: 'Views of transfers written, by the state they show',
    labelNames: ['state'],
    registers,
  });
  const rebuilds = new Counter({
    name: 'routebook_transfers_rebuilds_total',
    help: 'Times that the views were found flushed and all events were read again',
    registers,
  });
  const write = new Histogram({
    name: 'routebook_transfers_write_seconds',
    help: 'From a batch to the acknowledgement of its views',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.25, 1, 10],
    registers,
  });
  return {
    written: (made, tookMs) => {
      for (const { transfer } of made) views.inc({ state: transfer.state });
      write.observe(tookMs / 1_000);
    },
    rebuilt: () => rebuilds.inc(),
  };
};
