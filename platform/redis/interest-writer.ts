import type { Redis } from 'ioredis';

/** Tells the producers and the ranker that somebody looks. */
export interface InterestWriter {
  /** Somebody has just begun to look at this book: registered, and announced at once. */
  begin(key: string, lapsesAtMs: number): Promise<void>;
  /** Somebody still looks at these. */
  renew(keys: readonly string[], lapsesAtMs: number): Promise<void>;
}

/** `set` is a sorted set whose scores are the epoch ms at which an interest lapses; `channel` wakes whoever serves it. */
export const createInterestWriter = (deps: { redis: Redis; set: string; channel?: string }): InterestWriter => {
  const { redis, set, channel } = deps;
  return {
    begin: async (key, lapsesAtMs) => {
      await redis.zadd(set, lapsesAtMs, key);
      if (channel !== undefined) await redis.publish(channel, key);
    },
    renew: async (keys, lapsesAtMs) => {
      if (keys.length > 0) await redis.zadd(set, ...keys.flatMap((key) => [lapsesAtMs, key]));
    },
  };
};
