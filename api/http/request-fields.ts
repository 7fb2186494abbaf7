import type { IncomingMessage } from 'node:http';

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** What a log line says of the request that it is about: its id, and the caller's trace where the caller has one. */
export const requestFields = (
  request: IncomingMessage,
  requestId: string,
): { readonly requestId: string; readonly traceId?: string; readonly spanId?: string } => {
  const { traceparent } = request.headers;
  const [, traceId, spanId] = (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)) || [];
  return traceId === undefined || spanId === undefined ? { requestId } : { requestId, traceId, spanId };
};
