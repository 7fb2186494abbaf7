import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Cursor } from './chain-state.ts';

export interface StoredCursor extends Cursor {
  /** Epoch ms. */
  readonly savedAtMs: number;
}

const shape = z.object({
  next: z.number().int().nonnegative(),
  top: z.object({ number: z.number().int(), hash: z.string() }).optional(),
  savedAtMs: z.number(),
});

/**
 * Where each chain's watcher stands, in one hash. A hint and not the truth: what was told stands in Kafka, so a cursor that is lost or
 * old costs a longer way back and nothing else.
 */
export const createCursorStore = (deps: { redis: Redis; key: string; now: () => number }) => {
  const { redis, key, now } = deps;
  const read = (text: string): StoredCursor | undefined => {
    try {
      const { next, top, savedAtMs } = shape.parse(JSON.parse(text));
      return { next, top, savedAtMs };
    } catch {
      return undefined;
    }
  };
  return {
    load: async (chain: string): Promise<StoredCursor | undefined> => {
      const text = await redis.hget(key, chain);
      return text === null ? undefined : read(text);
    },
    /** When the cursor that is longest unsaved was saved; undefined when there is none. */
    oldestSave: async (): Promise<number | undefined> => {
      const times = Object.values(await redis.hgetall(key)).flatMap((text) => read(text)?.savedAtMs ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    save: async (chain: string, cursor: Cursor): Promise<void> => {
      await redis.hset(key, chain, JSON.stringify({ ...cursor, savedAtMs: now() }));
    },
  };
};
