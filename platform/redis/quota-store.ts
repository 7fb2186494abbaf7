import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** Questions of one slice of time: its number, and how many. */
export type StoredSlices = readonly (readonly [number, number])[];

export interface QuotaStore {
  /** What was asked of each bridge's quota before; empty where nothing is known. Rejects when Redis is out of reach. */
  read(): Promise<ReadonlyMap<string, StoredSlices>>;
  write(spent: ReadonlyMap<string, StoredSlices>): Promise<void>;
}

const isSlice = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part) && part >= 0);

const slicesIn = (text: string): StoredSlices => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isSlice) : [];
  } catch {
    return [];
  }
};

/** What has been asked of quotas that last for hours, so that a restart does not ask it again. */
export const createQuotaStore = ({ redis, keys }: { redis: Redis; keys: Keys }): QuotaStore => ({
  read: async () => new Map(Object.entries(await redis.hgetall(keys.quotas())).map(([bridge, text]) => [bridge, slicesIn(text)])),
  write: async (spent) => {
    const fields = Object.fromEntries([...spent].map(([bridge, slices]) => [bridge, JSON.stringify(slices)]));
    if (spent.size > 0) await redis.hset(keys.quotas(), fields);
  },
});
