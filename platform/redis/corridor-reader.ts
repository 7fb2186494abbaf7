import type { Redis } from 'ioredis';
import type { CorridorJson } from '#schemas/api/lists.ts';
import type { Keys } from './keys.ts';

const amountsOf = (value: unknown): readonly CorridorJson[] => {
  const list = Array.isArray(value) ? value : ((value as { corridors?: unknown } | null)?.corridors ?? []);
  return Array.isArray(list)
    ? list.map(({ corridor, amounts }: { corridor: string; amounts: unknown[] }) => ({ corridor, amounts: amounts.map(String) }))
    : [];
};

/** Reads the base corridors and their rungs, as the planner samples them. Rejects when Redis is away. */
export const createCorridorReader =
  ({ redis, keys }: { redis: Redis; keys: Keys }) =>
  async (): Promise<readonly CorridorJson[]> =>
    amountsOf(JSON.parse((await redis.get(keys.corridors())) ?? '[]'));
