import { AsyncLocalStorage } from 'node:async_hooks';

const active = new AsyncLocalStorage<string>();

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/;

/** Does `work`, and has every line that is logged meanwhile on its behalf name this trace. */
export const withTrace = <T>(traceparent: string, work: () => T): T => active.run(traceparent, work);

/** What a log line says of the trace that it belongs to, as OpenTelemetry's log model names it; nothing outside of one. */
export const traceFields = (): { readonly traceId?: string; readonly spanId?: string } => {
  const [, traceId, spanId] = TRACEPARENT.exec(active.getStore() ?? '') ?? [];
  return traceId === undefined || spanId === undefined ? {} : { traceId, spanId };
};
