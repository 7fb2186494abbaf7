import { Counter, Gauge, Histogram } from 'prom-client';
import type { Book } from '#core/domain/book.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';

export interface RankingMetrics {
  folded(changed: boolean): void;
  written(books: readonly Book[], nowMs: number): void;
  flushed(seconds: number): void;
}

/** What operators see of the ranking. */
export const createRankingMetrics = (metrics: Metrics, held: () => number): RankingMetrics => {
  const registers = [metrics];
  const quotes = new Counter({
    name: 'routebook_ranking_quotes_total',
    help: 'Quote events folded, by whether they changed a book',
    labelNames: ['changed'],
    registers,
  });
  const books = new Counter({ name: 'routebook_ranking_books_written_total', help: 'Books written into the view', registers });
  const flush = new Histogram({
    name: 'routebook_ranking_flush_seconds',
    help: 'From the first ranking of a flush to the acknowledgement of the view',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 10],
    registers,
  });
  const age = new Histogram({
    name: 'routebook_ranking_quote_age_seconds',
    help: 'Age of the newest quote of a book when the view had it',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  new Gauge({
    name: 'routebook_ranking_held_books',
    help: 'Books held in memory',
    registers,
    collect() {
      this.set(held());
    },
  });
  const changed = quotes.labels('true');
  const unchanged = quotes.labels('false');
  return {
    folded: (did) => (did ? changed : unchanged).inc(),
    written: (list, nowMs) => {
      books.inc(list.length);
      for (const { routes } of list) {
        let newest = 0;
        for (const { candidate } of routes) newest = Math.max(newest, candidate.observedAtMs);
        if (newest > 0) age.observe(Math.max(nowMs - newest, 0) / 1_000);
      }
    },
    flushed: (seconds) => flush.observe(seconds),
  };
};
