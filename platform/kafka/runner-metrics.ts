import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../telemetry/metrics.ts';

/** What operators see of a consumer group. */
export interface RunnerMetrics {
  messages(topic: string, outcome: 'ok' | 'drop' | 'deadLetter' | 'retry', count: number): void;
  lag(topic: string, partition: number, messages: number): void;
  /** All before `nextOffset` is safe in the sinks. */
  safe(topic: string, partition: number, nextOffset: number): void;
  /** Partitions were given or taken away. What is to be told of one that went is its new owner's. */
  assigned(assignment: Readonly<Record<string, readonly number[]>>): void;
  age(topic: string, seconds: number): void;
  restarted(reason: 'crash' | 'stall'): void;
}

const LABELS = ['group', 'topic'] as const;

const once = <T>(metrics: Metrics, name: string, make: () => T): T => (metrics.getSingleMetric(name) as T | undefined) ?? make();

/** Counters of one group; several groups of a process share the metrics and differ by label. */
export const createRunnerMetrics = (metrics: Metrics, group: string): RunnerMetrics => {
  const registers = [metrics];
  const messages = once(metrics, 'routebook_kafka_messages_total', () => {
    const help = 'Messages taken from Kafka, by what became of them';
    return new Counter({ name: 'routebook_kafka_messages_total', help, labelNames: [...LABELS, 'outcome'], registers });
  });
  const lag = once(metrics, 'routebook_kafka_lag_messages', () => {
    const help = 'Messages between what was taken and the end of the partition';
    return new Gauge({ name: 'routebook_kafka_lag_messages', help, labelNames: [...LABELS, 'partition'], registers });
  });
  const safe = once(metrics, 'routebook_kafka_safe_messages', () => {
    const help = 'Messages of the partition, from its first on, of which all is safe in the sinks: the offset of the next';
    return new Gauge({ name: 'routebook_kafka_safe_messages', help, labelNames: [...LABELS, 'partition'], registers });
  });
  const age = once(metrics, 'routebook_kafka_age_seconds', () => {
    const help = 'Age of the newest message of a batch when it was taken';
    const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30, 300];
    return new Histogram({ name: 'routebook_kafka_age_seconds', help, labelNames: LABELS, registers, buckets });
  });
  const restarts = once(metrics, 'routebook_kafka_consumer_restarts_total', () => {
    const help = 'Consumers made anew, because they crashed or stood still';
    return new Counter({ name: 'routebook_kafka_consumer_restarts_total', help, labelNames: ['group', 'reason'], registers });
  });
  // Bounded by topics × outcomes. Looking the labels up anew costs more than counting.
  const told = new Map<string, { topic: string; partition: string }>();
  const tell = (gauge: Gauge, topic: string, partition: number, value: number) => {
    const label = String(partition);
    told.set(`${topic} ${label}`, { topic, partition: label });
    gauge.set({ group, topic, partition: label }, value);
  };
  const counters = new Map<string, { inc(count: number): void }>();
  return {
    messages: (topic, outcome, count) => {
      // Also 0: a counter that is there before the first dead letter shows that one as a rise.
      const name = `${topic} ${outcome}`;
      let counter = counters.get(name);
      if (counter === undefined) {
        counter = messages.labels({ group, topic, outcome });
        counters.set(name, counter);
      }
      counter.inc(count);
    },
    lag: (topic, partition, behind) => tell(lag, topic, partition, behind),
    safe: (topic, partition, nextOffset) => tell(safe, topic, partition, nextOffset),
    assigned: (assignment) => {
      for (const [name, { topic, partition }] of told) {
        if (assignment[topic]?.includes(Number(partition))) continue;
        told.delete(name);
        lag.remove({ group, topic, partition });
        safe.remove({ group, topic, partition });
      }
    },
    age: (topic, seconds) => age.observe({ group, topic }, Math.max(seconds, 0)),
    restarted: (reason) => restarts.inc({ group, reason }),
  };
};
