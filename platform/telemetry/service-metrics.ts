import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Engines by name, each with whether it is in reach now, as far as its client knows. Asked at every scrape, so it must cost nothing. */
export type EngineProbes = Readonly<Record<string, () => boolean>>;

/** What every service says of itself: whether it works, and which engines it reaches. Read when scraped. */
export const createServiceMetrics = (deps: {
  metrics: Metrics;
  /** What is missing before the service works; empty when it is ready. */
  missing: () => readonly string[];
  engines: EngineProbes;
}): void => {
  const { metrics, missing, engines } = deps;
  const registers = [metrics];
  new Gauge({
    name: 'routebook_ready',
    help: '1 while the service has all that it needs, else 0',
    registers,
    collect() {
      this.set(missing().length === 0 ? 1 : 0);
    },
  });
  new Gauge({
    name: 'routebook_engine_up',
    help: '1 while the service reaches the engine, else 0',
    labelNames: ['engine'],
    registers,
    collect() {
      for (const [engine, up] of Object.entries(engines)) this.set({ engine }, up() ? 1 : 0);
    },
  });
};
