import type { SpanOptions, Tracing } from '#platform/telemetry/tracing.ts';

/** Traces that a test can read: every span gets a number as its `traceparent`. */
export const createToldTraces = () => {
  const spans: { name: string; options: SpanOptions; ended: boolean }[] = [];
  const tracing: Tracing = {
    enabled: true,
    start: (name, options = {}) => {
      const span = { name, options, ended: false };
      spans.push(span);
      return {
        traceparent: String(spans.length),
        end: () => {
          span.ended = true;
        },
      };
    },
    run: (_span, work) => work(),
    stop: async () => undefined,
  };
  return { tracing, spans };
};
