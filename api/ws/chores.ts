import { CLOSE_CODES } from '#schemas/api/feed.ts';
import type { FeedConnection } from './connection.ts';
import { choreFor } from './housekeeping.ts';
import type { Output } from './output.ts';

export const SLOW_REASON = 'SLOW_CONSUMER: read faster, or ask for less with minIntervalMs';

const versionsOf = (connection: FeedConnection): Record<string, number> =>
  Object.fromEntries(
    [...connection.subscriptions.values()].flatMap(({ key, sentVersion }) => (sentVersion === undefined ? [] : [[key, sentVersion()]])),
  );

/** Does what a connection needs at `atMs`, a time of the clock that stamped it. */
export const createChores =
  (deps: { output: Output; now: () => number; close: (connection: FeedConnection, code: number, reason: string) => void }) =>
  (connection: FeedConnection, atMs: number) => {
    const { output, now, close } = deps;
    switch (choreFor(connection, atMs)) {
      case 'close-unused':
        return close(connection, CLOSE_CODES.NO_SUBSCRIPTION, 'no subscription within 10 s');
      case 'close-slow':
        return close(connection, CLOSE_CODES.SLOW_CONSUMER, SLOW_REASON);
      case 'warn-slow':
        connection.warned = true;
        return output.answer(connection, {
          type: 'warning',
          code: 'SLOW_CONSUMER',
          detail: 'frames wait to be read, so versions are skipped; read faster, or the connection will be closed with 4008',
        });
      case 'terminate':
        return connection.webSocket.terminate();
      case 'heartbeat':
        return output.answer(connection, { type: 'heartbeat', ts: new Date(now()).toISOString(), versions: versionsOf(connection) });
      case 'ping':
        connection.lastPingMs = atMs;
        return connection.webSocket.ping();
    }
  };
