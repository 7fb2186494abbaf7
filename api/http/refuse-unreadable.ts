import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Logger } from '#platform/telemetry/logger.ts';
import { refuseSocket } from './refuse-socket.ts';
import type { Refusal } from './reply.ts';

/** What Node's parser says of bytes that it could not read, and the bytes. */
export type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** A request line that is one, whatever its method is called. RFC 9112, 3. */
const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r?\n/;
/** As much of the bytes as a request line that is meant seriously needs. */
const LOOKED_AT = 4_096;
const TIMED_OUT = 'ERR_HTTP_REQUEST_TIMEOUT';
const ALLOW = 'GET, HEAD, POST, OPTIONS';

const refusalOf = ({ code, rawPacket }: ParserError, headerBytesMax: number): Refusal => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = `the request line and headers are larger than ${headerBytesMax} bytes; put long input into a body`;
    return { code: 'HEADERS_TOO_LARGE', detail };
  }
  if (code === 'HPE_INVALID_METHOD' && REQUEST_LINE.test(rawPacket?.toString('latin1', 0, LOOKED_AT) ?? ''))
    return { code: 'METHOD_NOT_ALLOWED', detail: `no method of that name works here; use ${ALLOW}` };
  if (code === TIMED_OUT) return { code: 'REQUEST_TIMEOUT', detail: 'the request did not arrive in time; send it again' };
  return { code: 'INVALID_REQUEST', detail: 'the request is not well-formed HTTP/1.1' };
};

/** Browsers open connections before they need them. An answer in one would be taken for that of the first request that is sent there. */
const wasNeverUsed = ({ code }: ParserError, socket: Socket): boolean => code === TIMED_OUT && socket.bytesRead === 0;

/** Answers what never reaches a handler, as it is not even HTTP. */
export const refuseUnreadable = (error: ParserError, socket: Socket, deps: { headerBytesMax: number; logger: Logger }): void => {
  if (error.code === 'ECONNRESET' || !socket.writable || wasNeverUsed(error, socket)) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const refusal = refusalOf(error, deps.headerBytesMax);
  deps.logger.debug({ requestId, code: refusal.code, reason: error.code }, 'refused what could not be read');
  refuseSocket(socket, { requestId, error: refusal, headers: refusal.code === 'METHOD_NOT_ALLOWED' ? { allow: ALLOW } : {} });
};
