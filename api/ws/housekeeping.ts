import type { FeedConnection } from './connection.ts';
import {
  FIRST_SUBSCRIPTION_WITHIN_MS,
  HEARTBEAT_MS,
  PEER_GONE_AFTER_MS,
  PING_EVERY_MS,
  SLOW_CLOSE_AFTER_MS,
  SLOW_WARNING_AFTER_MS,
} from './limits.ts';

/** What a connection needs now, as its times tell. At most one thing a look. */
export type Chore = 'close-unused' | 'close-slow' | 'warn-slow' | 'terminate' | 'ping' | 'heartbeat' | undefined;

type Times = Pick<FeedConnection, 'hasSubscribed' | 'openedAtMs' | 'slowSinceMs' | 'warned' | 'lastHeardMs' | 'lastPingMs' | 'lastSentMs'>;

/** Pure. `nowMs` is of the clock that stamped the connection. */
export const choreFor = (connection: Times, nowMs: number): Chore => {
  const { hasSubscribed, openedAtMs, slowSinceMs, warned, lastHeardMs, lastPingMs, lastSentMs } = connection;
  if (!hasSubscribed && nowMs - openedAtMs >= FIRST_SUBSCRIPTION_WITHIN_MS) return 'close-unused';
  if (slowSinceMs !== undefined) {
    const slowForMs = nowMs - slowSinceMs;
    if (slowForMs >= SLOW_CLOSE_AFTER_MS) return 'close-slow';
    return slowForMs >= SLOW_WARNING_AFTER_MS && !warned ? 'warn-slow' : undefined;
  }
  if (nowMs - lastHeardMs >= PEER_GONE_AFTER_MS) return 'terminate';
  if (nowMs - lastSentMs >= HEARTBEAT_MS) return 'heartbeat';
  return nowMs - lastPingMs >= PING_EVERY_MS ? 'ping' : undefined;
};
