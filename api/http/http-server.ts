import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '#core/errors.ts';
import { problemText } from './problem.ts';

/** Request line and headers; above it node refuses. A corridor and a query need a few hundred bytes. */
export const HEADER_BYTES_MAX = 16_384;
/** A body that has not arrived by then never will. */
const REQUEST_WITHIN_MS = 30_000;
const HEADERS_WITHIN_MS = 10_000;
/** Longer than common proxies keep an idle connection, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
/** Answers under way may finish; then the rest is cut. Longer than the longest quote may wait. */
const DRAIN_MS = 3_500;
/** How often connections whose answer has gone out are looked for while draining. */
const IDLE_LOOK_MS = 50;

/** What is not even HTTP, and never reaches a handler. */
const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Duplex) => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const code: ErrorCode = tooLarge ? 'HEADERS_TOO_LARGE' : 'INVALID_REQUEST';
  const detail = tooLarge
    ? `the request line and headers are larger than ${HEADER_BYTES_MAX} bytes; put long input into a body`
    : 'the request is not well-formed HTTP/1.1';
  const body = problemText(code, detail, 'unread');
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

export interface HttpServer {
  readonly server: Server;
  /** The port listened on. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, lets answers under way finish, and cuts what then remains. */
  close(): Promise<void>;
}

export const createHttpServer = (deps: {
  /** Whether it answers. */
  hotPath: (request: IncomingMessage, response: ServerResponse) => boolean;
  app: (request: IncomingMessage, response: ServerResponse) => unknown;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}): HttpServer => {
  const { hotPath, app, upgrade } = deps;
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      requestTimeout: REQUEST_WITHIN_MS,
      headersTimeout: HEADERS_WITHIN_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      if (!hotPath(request, response)) app(request, response);
    },
  );
  server.on('upgrade', upgrade);
  server.on('clientError', refuseUnreadable);
  return {
    server,
    listen: async (port, host) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once('error', reject);
      server.listen(port, host, resolve);
      await promise;
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
      const rest = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await promise;
      clearInterval(idle);
      clearTimeout(rest);
    },
  };
};
