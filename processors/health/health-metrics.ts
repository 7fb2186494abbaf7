import { Counter, Gauge } from 'prom-client';
import type { HealthReport } from '#core/health/bridge-health.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface HealthMetrics {
  /** `fresh`: how many of them were new; undefined when the bridge was one too many. */
  folded(topic: string, events: number, fresh: number | undefined): void;
  told(report: HealthReport): void;
  opened(bridge: string): void;
  checkpointed(count: number): void;
  /** Another instance tells now: what this one said last must not stand beside it. */
  forget(): void;
}

const STATES = ['closed', 'half-open', 'open'] as const;

/** What operators see of the bridges' health. */
export const createHealthMetrics = (metrics: Metrics): HealthMetrics => {
  const registers = [metrics];
  const events = new Counter({
    name: 'routebook_health_events_total',
    help: 'Observations of bridges, by topic and by what became of them',
    labelNames: ['topic', 'outcome'],
    registers,
  });
  const breaker = new Gauge({
    name: 'routebook_health_breaker_state_info',
    help: '1 for the state that a bridge’s breaker is in',
    labelNames: ['bridge', 'state'],
    registers,
  });
  const reliability = new Gauge({
    name: 'routebook_health_reliability_ratio',
    help: 'Reliability score of a bridge, 0 to 1',
    labelNames: ['bridge'],
    registers,
  });
  const success = new Gauge({
    name: 'routebook_health_success_ratio',
    help: 'Share of questions within the last hour that a bridge answered, of those it answered or failed',
    labelNames: ['bridge'],
    registers,
  });
  const tvlDrop = new Gauge({
    name: 'routebook_health_tvl_drop_ratio',
    help: 'How far the USD locked in a bridge lie below the most of the last day, 0 to 1',
    labelNames: ['bridge'],
    registers,
  });
  const openings = new Counter({
    name: 'routebook_health_breaker_openings_total',
    help: 'Times that a bridge’s breaker opened',
    labelNames: ['bridge'],
    registers,
  });
  const checkpoints = new Counter({
    name: 'routebook_health_checkpoints_total',
    help: 'Checkpoints that Kafka has acknowledged',
    registers,
  });
  return {
    folded: (topic, count, fresh) => {
      if (fresh === undefined) events.inc({ topic, outcome: 'too-many-bridges' }, count);
      else {
        events.inc({ topic, outcome: 'new' }, fresh);
        events.inc({ topic, outcome: 'repeated' }, count - fresh);
      }
    },
    told: ({ bridge, breaker: state, reliability: { score }, windows, tvlFall }) => {
      for (const one of STATES) breaker.set({ bridge, state: one }, one === state ? 1 : 0);
      reliability.set({ bridge }, score / 100);
      const { successRate } = windows['1h'];
      if (successRate !== null) success.set({ bridge }, successRate);
      if (tvlFall !== null) tvlDrop.set({ bridge }, tvlFall);
    },
    opened: (bridge) => openings.inc({ bridge }),
    checkpointed: (count) => checkpoints.inc(count),
    forget: () => {
      for (const gauge of [breaker, reliability, success, tvlDrop]) gauge.reset();
    },
  };
};
