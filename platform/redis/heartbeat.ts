import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** GET /health/ready counts a service as gone after 8 s, so that three beats may be lost. */
const BEAT_MS = 2_000;

export interface Heartbeat {
  /** Stops beating and takes the service off the list. */
  stop(): Promise<void>;
}

/** Tells every two seconds, in the hash of services, whether this service works and what it is missing. */
export const startHeartbeat = (options: {
  redis: Redis;
  keys: Keys;
  service: string;
  /** What is missing before the service works; empty when it is ready. */
  missing: () => readonly string[];
  /** Epoch ms. */
  now: () => number;
}): Heartbeat => {
  const { redis, keys, service, missing, now } = options;
  const beat = () => {
    const lacks = missing();
    // A beat that fails is not worth a word: its absence is what readers look for, and the client logs the outage.
    redis.hset(keys.services(), service, JSON.stringify({ ready: lacks.length === 0, missing: lacks, atMs: now() })).catch(() => undefined);
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      if (redis.status === 'ready') await redis.hdel(keys.services(), service).catch(() => undefined);
    },
  };
};
