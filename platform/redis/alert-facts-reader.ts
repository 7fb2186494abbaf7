import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from './keys.ts';

const cursor = z.object({ savedAtMs: z.number() });

/** What the views tell of bridges and chains, for the alerts. Each rejects when Redis is away. */
export const createAlertFactsReader = ({ redis, keys }: { redis: Redis; keys: Keys }) => ({
  answers: async () => (await redis.ping()) === 'PONG',
  bridgeHealth: async () => new Map(Object.entries(await redis.hgetall(keys.bridgeHealth()))),
  watchersSavedAtMs: async () =>
    new Map(
      Object.entries(await redis.hgetall(keys.chainCursors())).flatMap(([slug, text]) => {
        const read = cursor.safeParse(JSON.parse(text));
        return read.success ? [[slug, read.data.savedAtMs] as const] : [];
      }),
    ),
});
