import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Logger } from '#platform/telemetry/logger.ts';
import { CLOSE_CODES, FEED_SUBPROTOCOL } from '#schemas/api/feed.ts';
import { refuseSocket } from '../http/refuse-socket.ts';
import type { Refusal } from '../http/reply.ts';
import { requestIdOf } from '../http/request-id.ts';
import { createAddressCount } from './address-count.ts';
import { createChores, SLOW_REASON } from './chores.ts';
import { type FeedConnection, newConnection } from './connection.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import { createIntake } from './intake.ts';
import { type FeedLimits, GOAWAY_GRACE_MS, HOUSEKEEPING_MS, RECONNECT_IN_MS } from './limits.ts';
import { type Channels, createOperations } from './operations.ts';
import { createOutput, type Output } from './output.ts';
import { refusalOf } from './upgrade-refusal.ts';

export interface FeedServer {
  /** Takes over the socket of an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): number;
  /** Tells everyone to come back later, then closes with 1012. */
  shutdown(): Promise<void>;
}

export interface FeedServerDeps {
  /** Makes the channels over the output that they write to. */
  readonly createChannels: (output: Output, metrics: FeedMetrics) => Channels & { close(): void };
  readonly limits: FeedLimits;
  /** Origins, beside the own one, whose pages may open the feed. */
  readonly origins: readonly string[];
  readonly metrics: FeedMetrics;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
  /** Milliseconds of a clock that never steps back. */
  readonly elapsed: () => number;
}

const SERVICE_RESTART = 1012;

export const createFeedServer = (deps: FeedServerDeps): FeedServer => {
  const { limits, metrics, logger, now, elapsed } = deps;
  const connections = new Set<FeedConnection>();
  const addresses = createAddressCount();
  let leaving = false;

  const output = createOutput({
    metrics,
    now: elapsed,
    onTooFull: (connection) => close(connection, CLOSE_CODES.SLOW_CONSUMER, SLOW_REASON),
  });
  const channels = deps.createChannels(output, metrics);
  const operations = createOperations({ channels, limits, output, metrics, logger, now });
  const intake = createIntake({ operations, output, limits, logger, elapsed });
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: limits.frameBytes,
    handleProtocols: (offered) => (offered.has(FEED_SUBPROTOCOL) ? FEED_SUBPROTOCOL : false),
  });

  const letGo = (connection: FeedConnection) => {
    connection.closed = true;
    for (const subscription of connection.subscriptions.values()) {
      subscription.close();
      metrics.subscribed(subscription.channel, -1);
    }
    connection.subscriptions.clear();
    connection.behind = undefined;
  };

  const forget = (connection: FeedConnection, code: number) => {
    if (!connections.delete(connection)) return;
    letGo(connection);
    addresses.leave(connection.address);
    metrics.connections(connections.size);
    metrics.closed(connection.closeCode ?? code);
  };

  const close = (connection: FeedConnection, code: number, reason: string) => {
    output.close(connection, code, reason);
    letGo(connection);
  };

  const welcome = (webSocket: FeedConnection['webSocket'], socket: Socket, address: string) => {
    const atMs = elapsed();
    const rate = { tokens: limits.messagesBurst, atMs, freeSubscribes: limits.subscriptionsPerConnection };
    const connection = newConnection({ webSocket, socket, address, rate, openedAtMs: atMs });
    connections.add(connection);
    metrics.connections(connections.size);
    socket.setNoDelay(true);
    socket.on('drain', () => output.drained(connection));
    webSocket.on('message', (data, isBinary) => intake.message(connection, data as Buffer, isBinary));
    webSocket.on('pong', () => {
      connection.lastHeardMs = elapsed();
    });
    // What the peer did wrong ends its connection with the code that RFC 6455 has for it; nobody else is concerned.
    webSocket.on('error', (error) => logger.debug({ error: String(error) }, 'a feed connection failed'));
    webSocket.on('close', (code) => forget(connection, code));
  };

  const doChore = createChores({ output, now, close });
  const timer = setInterval(() => {
    const atMs = elapsed();
    for (const connection of connections) if (!connection.closed) doChore(connection, atMs);
  }, HOUSEKEEPING_MS);

  const refuse = (request: IncomingMessage, socket: Duplex, error: Refusal, headers?: Readonly<Record<string, string>>) => {
    const requestId = requestIdOf(request);
    logger.debug({ requestId, code: error.code }, 'refused an upgrade');
    refuseSocket(socket, { requestId, error, ...(headers === undefined ? {} : { headers }) });
  };

  // A handshake of which ws can make nothing. Its words name the header.
  webSockets.on('wsClientError', ({ message }, socket, request) =>
    refuse(request, socket, { code: 'INVALID_REQUEST', detail: `${message} (RFC 6455, 4.1)` }, { 'sec-websocket-version': '13' }),
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const address = request.socket.remoteAddress ?? '';
    const refusal = refusalOf(request, { origins: deps.origins, leaving, held: addresses.count(address), limits });
    if (refusal !== undefined) return refuse(request, socket, refusal, refusal.code === 'METHOD_NOT_ALLOWED' ? { allow: 'GET' } : {});
    addresses.enter(address);
    let welcomed = false;
    socket.once('close', () => {
      // A handshake that ws itself refused never became a connection.
      if (!welcomed) addresses.leave(address);
    });
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      welcomed = true;
      welcome(webSocket, socket as Socket, address);
    });
  };

  return {
    upgrade,
    connections: () => connections.size,
    shutdown: async () => {
      leaving = true;
      for (const connection of connections) output.answer(connection, { type: 'goaway', reconnectInMs: RECONNECT_IN_MS });
      if (connections.size > 0) await new Promise((resolve) => setTimeout(resolve, GOAWAY_GRACE_MS));
      for (const connection of [...connections]) close(connection, SERVICE_RESTART, 'the server is restarting');
      clearInterval(timer);
      channels.close();
    },
  };
};
