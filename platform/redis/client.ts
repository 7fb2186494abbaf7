import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger.ts';

/** Between two tries to reach a Redis that is gone: short at first, so that a restart is hardly seen, then calm. */
const RECONNECT_MS_MIN = 50;
const RECONNECT_MS_MAX = 1_000;

/** A command waits for this many reconnects before it fails: callers have their own way to try again, and must hear of it soon. */
const RETRIES_PER_COMMAND = 3;

/**
 * A connection that outlives its server: it reconnects by itself with growing pauses and subscribes again to what it
 * was subscribed to. While Redis is away a command waits for a few reconnects and then rejects. Connection errors are logged, once
 * a spell of absence, and never thrown.
 */
export const createRedis = (url: string, logger: Logger): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: RETRIES_PER_COMMAND,
    retryStrategy: (attempt) => Math.min(RECONNECT_MS_MIN * 2 ** Math.min(attempt, 10), RECONNECT_MS_MAX),
    // A server that is still loading its data, or a replica that was promoted away, deserves a new connection.
    reconnectOnError: (error) => /^(READONLY|LOADING)/.test(error.message),
  });
  let away = false;
  redis.on('error', (error) => {
    if (!away) logger.warn({ error: String(error) }, 'redis is out of reach; reconnecting');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('redis is back');
    away = false;
  });
  return redis;
};
