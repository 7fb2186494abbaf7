import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '#platform/telemetry/logger.ts';
import { refuseSocket } from './refuse-socket.ts';
import { type ParserError, refuseUnreadable } from './refuse-unreadable.ts';
import { replyProblem } from './reply.ts';
import { requestIdOf } from './request-id.ts';

/** Request line and headers; above it node refuses. A corridor and a query need a few hundred bytes. */
export const HEADER_BYTES_MAX = 16_384;
/** A body that has not arrived by then never will. */
const REQUEST_WITHIN_MS = 30_000;
const HEADERS_WITHIN_MS = 10_000;
/**
 * A peer that takes nothing of its answer for so long is cut off, at the second or third look of Node's: it holds memory of ours, and a place among the
 * questions to the history. Longer than anything that is asked keeps silent: a transaction's wait, vendor and chain take 23 s.
 */
const READER_STALLS_MS = 30_000;
/** Longer than common proxies keep an idle connection, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
/** Answers under way may finish; then the rest is cut. Longer than the longest quote may wait. */
const DRAIN_MS = 3_500;
/** How often connections whose answer has gone out are looked for while draining. */
const IDLE_LOOK_MS = 50;

/** RFC 9112, 3.2.2: a request line may name the server before the path, as those meant for proxies do. */
const BEFORE_THE_PATH = /^https?:\/\/[^/?#]*/i;

/** Leaves of what is asked for the path and the query. */
const keepPath = (request: IncomingMessage): void => {
  const { url = '' } = request;
  if (url.startsWith('/') || !BEFORE_THE_PATH.test(url)) return;
  const path = url.replace(BEFORE_THE_PATH, '');
  request.url = path.startsWith('/') ? path : `/${path}`;
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
  logger: Logger;
  readerStallsMs?: number;
}): HttpServer => {
  const { hotPath, app, upgrade, logger, readerStallsMs = READER_STALLS_MS } = deps;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    keepPath(request);
    if (request.httpVersion === '1.1' && request.headers.host === undefined) {
      const error = { code: 'INVALID_REQUEST', detail: 'HTTP/1.1 wants the header Host' } as const;
      replyProblem(response, { requestId: requestIdOf(request), error, headers: { connection: 'close' } });
    } else if (!hotPath(request, response)) app(request, response);
  };
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      requestTimeout: REQUEST_WITHIN_MS,
      headersTimeout: HEADERS_WITHIN_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // We refuse it ourselves: Node would do so without a word.
      requireHostHeader: false,
      // Clients that would rather speak HTTP/2 ask so with every request; they are content with HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    answer,
  );
  // Begins anew with every byte that moves, and is lifted from a socket that becomes a feed.
  server.timeout = readerStallsMs;
  server.on('upgrade', (request, socket, head) => {
    keepPath(request);
    upgrade(request, socket, head);
  });
  // What a client expects beside 100-continue may be passed over. RFC 9110, 10.1.1.
  server.on('checkExpectation', answer);
  server.on('connect', (request, socket) => {
    const error = { code: 'METHOD_NOT_ALLOWED', detail: 'CONNECT does not work here: this is no proxy' } as const;
    refuseSocket(socket, { requestId: requestIdOf(request), error, headers: { allow: 'GET, HEAD, POST, OPTIONS' } });
  });
  server.on('clientError', (error: ParserError, socket: Socket) =>
    refuseUnreadable(error, socket, { headerBytesMax: HEADER_BYTES_MAX, logger }),
  );
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
