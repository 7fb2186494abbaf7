import type { ServerFrame } from '#schemas/api/feed.ts';
import type { FeedConnection, Subscription } from './connection.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import { CLOSE_ABOVE_BYTES, CONFLATE_ABOVE_BYTES, SOCKETS_PER_SLICE } from './limits.ts';
import { textFrame } from './text-frame.ts';

/** Writes frames to sockets: those of one turn of the event loop together, and no more sockets a turn than others can wait for. */
export interface Output {
  /** A frame made for many. */
  send(connection: FeedConnection, bytes: Buffer): void;
  /** A frame made for this connection alone. */
  answer(connection: FeedConnection, frame: ServerFrame): void;
  /** Whether the peer reads so slowly that versions are to be skipped; `subscription` is then caught up once it reads again. */
  holdsBack(connection: FeedConnection, subscription: Subscription): boolean;
  /** The socket's buffer is empty again. */
  drained(connection: FeedConnection): void;
  close(connection: FeedConnection, code: number, reason: string): void;
}

const OPEN = 1;

export const createOutput = (deps: {
  metrics: FeedMetrics;
  now: () => number;
  onTooFull: (connection: FeedConnection) => void;
}): Output => {
  const { metrics, now, onTooFull } = deps;
  // Bounded by the connections: each is in it once.
  let waiting: FeedConnection[] = [];
  let scheduled = false;

  const write = (connection: FeedConnection) => {
    const { first, rest, socket } = connection;
    connection.first = undefined;
    connection.rest = undefined;
    if (first === undefined || connection.closed || connection.webSocket.readyState !== OPEN) return;
    let bytes = first.length;
    if (rest === undefined) {
      socket.write(first);
    } else {
      socket.cork();
      socket.write(first);
      for (const frame of rest) {
        socket.write(frame);
        bytes += frame.length;
      }
      socket.uncork();
    }
    metrics.sent(1 + (rest?.length ?? 0), bytes);
    connection.lastSentMs = now();
    const unread = socket.writableLength;
    if (unread > CLOSE_ABOVE_BYTES) onTooFull(connection);
    else if (unread > CONFLATE_ABOVE_BYTES) connection.slowSinceMs ??= now();
  };

  const writeSlice = () => {
    const slice = waiting;
    waiting = slice.length > SOCKETS_PER_SLICE ? slice.splice(SOCKETS_PER_SLICE) : [];
    scheduled = waiting.length > 0;
    if (scheduled) setImmediate(writeSlice);
    for (const connection of slice) write(connection);
  };

  const send = (connection: FeedConnection, bytes: Buffer) => {
    if (connection.closed) return;
    if (connection.first !== undefined) {
      if (connection.rest === undefined) connection.rest = [bytes];
      else connection.rest.push(bytes);
      return;
    }
    connection.first = bytes;
    waiting.push(connection);
    if (!scheduled) {
      scheduled = true;
      setImmediate(writeSlice);
    }
  };

  return {
    send,
    answer: (connection, frame) => send(connection, textFrame(frame)),
    holdsBack: (connection, subscription) => {
      if (connection.slowSinceMs === undefined) return false;
      connection.behind ??= new Set();
      connection.behind.add(subscription);
      metrics.conflated();
      return true;
    },
    drained: (connection) => {
      if (connection.slowSinceMs === undefined) return;
      connection.slowSinceMs = undefined;
      connection.warned = false;
      const behind = connection.behind;
      connection.behind = undefined;
      if (behind !== undefined) for (const subscription of behind) subscription.catchUp();
    },
    close: (connection, code, reason) => {
      if (connection.closed) return;
      write(connection);
      connection.closed = true;
      connection.closeCode = code;
      connection.webSocket.close(code, reason);
    },
  };
};
