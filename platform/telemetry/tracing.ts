/** A stretch of the way that one quote takes, under way until `end`. */
export interface TraceSpan {
  /** W3C trace context (`00-<trace>-<span>-01`), for who goes on with the same trace elsewhere. */
  readonly traceparent: string;
  /** A second call is ignored. */
  end(): void;
}

export interface SpanOptions {
  /** What this is a part of; a root is sampled anew, a part goes with its parent. */
  readonly parent?: string | undefined;
  /** Spans of other traces that this one also works for. */
  readonly links?: readonly string[];
  /** Epoch ms; now unless given. */
  readonly startMs?: number;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** Traces: which way one quote took, and how long each stretch was. */
export interface Tracing {
  /** False when nobody listens; what costs anything is then left out. */
  readonly enabled: boolean;
  /** Begins a span; undefined when nobody listens or the trace is not sampled. */
  start(name: string, options?: SpanOptions): TraceSpan | undefined;
  /** Does the work of a span: what is logged meanwhile names its trace. Without a span the work alone. */
  run<T>(span: TraceSpan | undefined, work: () => T): T;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** No traces: what every service has unless an endpoint is named. */
export const NO_TRACING: Tracing = { enabled: false, start: () => undefined, run: (_span, work) => work(), stop: async () => undefined };
