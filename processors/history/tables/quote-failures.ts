import type { QuoteEvent, QuoteFailure } from '#core/domain/quote.ts';
import type { Table } from './table.ts';

/** An event whose outcome is a failure. */
export interface FailedQuote {
  readonly event: QuoteEvent;
  readonly failure: QuoteFailure;
}

/** `quote_failures`: questions that bridges did not answer with a quote. */
export const quoteFailuresTable: Table<FailedQuote> = {
  name: 'quote_failures',
  columns: {
    quote_id: 'String',
    bridge: 'LowCardinality(String)',
    corridor: 'LowCardinality(String)',
    amount_in: 'UInt256',
    observed_at: "DateTime64(3, 'UTC')",
    latency_ms: 'Int64',
    code: 'LowCardinality(String)',
    detail: 'String',
    limit_broken: 'Nullable(UInt256)',
    retry_after_ms: 'Nullable(Float64)',
  },
  write: (out, { event, failure }) => {
    out.string(event.quoteId);
    out.string(event.bridge);
    out.string(event.corridor);
    out.u256(event.amountIn);
    out.i64(event.observedAtMs);
    out.i64(event.observedAtMs - event.askedAtMs);
    out.string(failure.code);
    out.string(failure.detail);
    out.nullable(failure.limit, out.u256);
    out.nullable(failure.retryAfterMs, out.f64);
  },
};
