import { Histogram, type Registry } from 'prom-client';

/** Counts requests and times them. */
export interface HttpMetrics {
  /** `route` is a template, never a path: labels must stay few. */
  observe(route: string, status: number, elapsedMs: number): void;
}

const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Answers to those who only look whether it lives: "not ready yet" is no error. */
const isProbe = (route: string): boolean => route.startsWith('/health/');

/** `count` hears of every answer too, but for those to probes. */
export const createHttpMetrics = (registry: Registry, count: (status: number, elapsedMs: number) => void): HttpMetrics => {
  const durations = new Histogram({
    name: 'routebook_http_request_duration_seconds',
    help: 'From the request’s head to the end of the answer',
    labelNames: ['route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  // Bounded by routes × statuses. Looking the labels up anew costs more than serving a book.
  const observers = new Map<string, { observe(seconds: number): void }>();
  return {
    observe: (route, status, elapsedMs) => {
      const name = `${route} ${status}`;
      let observer = observers.get(name);
      if (observer === undefined) {
        observer = durations.labels(route, String(status));
        observers.set(name, observer);
      }
      observer.observe(elapsedMs / 1_000);
      if (!isProbe(route)) count(status, elapsedMs);
    },
  };
};
