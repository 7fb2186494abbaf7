import type { BookTrace } from '#platform/redis/book-trace-channel.ts';
import type { Tracing } from '#platform/telemetry/tracing.ts';

/** Traced books that nobody here follows pile up otherwise; the oldest leave. */
const WAITING_MAX = 500;

/** The last stretch of a quote's trace: from the arrival of its book to the frames of those who look at it. */
export interface FrameTraces {
  /** A version of this book belongs to a trace. */
  heard(trace: BookTrace): void;
  /** Begins when frames of this version are made, and ends once this turn's frames have been written. Costs nothing while nothing was heard. */
  framesOf(key: string, version: number): void;
}

export const createFrameTraces = ({ tracing }: { tracing: Tracing }): FrameTraces => {
  const waiting = new Map<string, BookTrace>();
  return {
    heard: (trace) => {
      waiting.delete(trace.key);
      waiting.set(trace.key, trace);
      const [oldest] = waiting.keys();
      if (waiting.size > WAITING_MAX && oldest !== undefined) waiting.delete(oldest);
    },
    framesOf: (key, version) => {
      if (waiting.size === 0) return;
      const trace = waiting.get(key);
      if (trace === undefined || version < trace.version) return;
      waiting.delete(key);
      const span = tracing.start('write frames', { parent: trace.traceparent, attributes: { book: key, version } });
      // The output writes what one turn of the event loop sends at its end; two turns later the first slice is with the kernel.
      if (span !== undefined) setImmediate(() => setImmediate(span.end));
    },
  };
};
