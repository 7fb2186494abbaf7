import { Counter, Gauge, Histogram } from 'prom-client';
import type { StuckTransfers, TransferStore } from '#platform/redis/transfer-store.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { MadeView } from './make-view.ts';

export interface TransfersMetrics {
  written(made: readonly MadeView[], tookMs: number): void;
  rebuilt(): void;
}

/** What operators see of the transfers. Those that are stuck are counted when scraped; every instance counts all of them. */
export const createTransfersMetrics = (
  metrics: Metrics,
  deps: { store: Pick<TransferStore, 'stuck'>; now: () => number },
): TransfersMetrics => {
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
  const ofStuck = (name: string, help: string, read: (stuck: StuckTransfers, nowMs: number) => number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const nowMs = deps.now();
        // With Redis away the last figure stands; that it is away is told elsewhere.
        const found = await deps.store.stuck(nowMs).catch(() => undefined);
        if (found !== undefined) this.set(read(found, nowMs));
      },
    });
  ofStuck('routebook_transfers_stuck_transfers', 'Transfers that take longer than nearly all of their kind', ({ count }) => count);
  ofStuck(
    'routebook_transfers_stuck_oldest_seconds',
    'Age of the oldest transfer that is stuck; 0 when none is',
    ({ oldestStartedAtMs }, nowMs) => (oldestStartedAtMs === null ? 0 : Math.max(nowMs - oldestStartedAtMs, 0) / 1_000),
  );
  return {
    written: (made, tookMs) => {
      for (const { transfer } of made) views.inc({ state: transfer.state });
      write.observe(tookMs / 1_000);
    },
    rebuilt: () => rebuilds.inc(),
  };
};
