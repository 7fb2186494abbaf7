import type { QuoteEvent } from '#core/domain/quote.ts';
import type { TraceSpan, Tracing } from '#platform/telemetry/tracing.ts';
import type { Question } from './planner.ts';

type Ask = (question: Question) => Promise<QuoteEvent>;

/** The first two stretches of a quote's trace: asking the bridge, and handing the answer to Kafka. */
export interface QuoteTraces {
  ask(ask: Ask): Ask;
  /** `publish` is given what goes along with the event, when its trace is kept. */
  publish(publish: (event: QuoteEvent, traceparent?: string) => Promise<void>): (event: QuoteEvent) => Promise<void>;
}

export const createQuoteTraces = (tracing: Tracing): QuoteTraces => {
  // An event is of the core and knows nothing of traces; what is not published is forgotten with it.
  const asked = new WeakMap<QuoteEvent, TraceSpan>();
  return {
    ask: (ask) => async (question) => {
      const { bridge, corridor, amountIn } = question;
      const span = tracing.start('ask bridge', { attributes: { bridge, corridor, amountIn: String(amountIn) } });
      const event = await tracing.run(span, () => ask(question));
      if (span === undefined) return event;
      span.end();
      asked.set(event, span);
      return event;
    },
    publish: (publish) => async (event) => {
      const parent = asked.get(event);
      if (parent === undefined) return publish(event);
      const span = tracing.start('publish quote', { parent: parent.traceparent, attributes: { quoteId: event.quoteId } });
      try {
        await tracing.run(span, () => publish(event, span?.traceparent));
      } finally {
        span?.end();
      }
    },
  };
};
