import { Counter, Gauge } from 'prom-client';
import type { Signal } from '#core/domain/signal.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface SignalMetrics {
  emitted(signal: Signal): void;
  lost(): void;
  failed(what: string): void;
}

/** What operators see of the signals. */
export const createSignalMetrics = (metrics: Metrics, backlog: () => number): SignalMetrics => {
  const registers = [metrics];
  const signals = new Counter({
    name: 'routebook_signals_emitted_total',
    help: 'Signals, by kind and by whether they speak against what they are about',
    labelNames: ['kind', 'ok'],
    registers,
  });
  const nodes = new Gauge({
    name: 'routebook_signals_answering_nodes',
    help: 'RPC endpoints of a chain that answered when last asked',
    labelNames: ['chain'],
    registers,
  });
  const tvl = new Gauge({
    name: 'routebook_signals_tvl_usd',
    help: 'USD locked in a bridge when last read',
    labelNames: ['bridge'],
    registers,
  });
  const lost = new Counter({ name: 'routebook_signals_lost_total', help: 'Signals that Kafka refused, or that found no room', registers });
  const failures = new Counter({
    name: 'routebook_signals_failed_total',
    help: 'Readings that came to nothing',
    labelNames: ['what'],
    registers,
  });
  new Gauge({
    name: 'routebook_signals_backlog_events',
    help: 'Signals that Kafka has not acknowledged yet',
    registers,
    collect() {
      this.set(backlog());
    },
  });
  return {
    emitted: ({ kind, ok, chain, bridge, value }) => {
      signals.inc({ kind, ok: String(ok) });
      if (kind === 'rpc' && chain !== null) nodes.set({ chain }, value ?? 0);
      if (kind === 'tvl') tvl.set({ bridge }, value ?? 0);
    },
    lost: () => lost.inc(),
    failed: (what) => failures.inc({ what }),
  };
};
