import { type Context, type Link, ROOT_CONTEXT, type SpanContext, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { withTrace } from './active-trace.ts';
import type { SpanOptions, TraceSpan, Tracing } from './tracing.ts';

/** Spans that wait for the collector; beyond, new ones are dropped and no quote waits. At a kilobyte each this is 2 MiB. */
const QUEUE_SPANS_MAX = 2_048;
/** How long spans wait for others to be sent with. */
const SEND_EVERY_MS = 1_000;

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span that a `traceparent` names; undefined when it is none. https://www.w3.org/TR/trace-context/#traceparent-header */
const contextOf = (traceparent: string): SpanContext | undefined => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
};

const parentOf = (traceparent: string | undefined): Context => {
  const context = traceparent === undefined ? undefined : contextOf(traceparent);
  return context === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context);
};

const linksOf = (traceparents: readonly string[]): Link[] =>
  traceparents.flatMap((traceparent) => {
    const context = contextOf(traceparent);
    return context === undefined ? [] : [{ context }];
  });

/** Traces by OpenTelemetry's SDK, sent in batches beside the work. A collector that is away costs spans and nothing else. */
export const createOtlpTracing = (options: { service: string; endpoint: string; ratio: number }): Tracing => {
  const { service, endpoint, ratio } = options;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `routebook-${service}` }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: QUEUE_SPANS_MAX, scheduledDelayMillis: SEND_EVERY_MS })],
  });
  const tracer = provider.getTracer('routebook');

  const start = (name: string, { parent, links = [], startMs, attributes }: SpanOptions = {}) => {
    const span = tracer.startSpan(
      name,
      {
        links: linksOf(links),
        ...(startMs === undefined ? {} : { startTime: startMs }),
        ...(attributes === undefined ? {} : { attributes }),
      },
      parentOf(parent),
    );
    if (!span.isRecording()) return undefined;
    const { traceId, spanId } = span.spanContext();
    return {
      traceparent: `00-${traceId}-${spanId}-01`,
      end: () => {
        if (span.isRecording()) span.end();
      },
    };
  };
  const run = <T>(span: TraceSpan | undefined, work: () => T): T => (span === undefined ? work() : withTrace(span.traceparent, work));
  return { enabled: true, start, run, stop: () => provider.shutdown().catch(() => undefined) };
};
