import type { Redis } from 'ioredis';
import type { BridgeJson, CorridorJson } from '#schemas/api/lists.ts';
import type { Keys } from './keys.ts';

/** What the producers publish of themselves: the corridors they sample and the bridges they ask. */
export interface DirectoryReader {
  corridors(): Promise<readonly CorridorJson[]>;
  /** Sorted by id. */
  bridges(): Promise<readonly BridgeJson[]>;
}

const amountsOf = (value: unknown): readonly CorridorJson[] => {
  const list = Array.isArray(value) ? value : ((value as { corridors?: unknown } | null)?.corridors ?? []);
  return Array.isArray(list)
    ? list.map(({ corridor, amounts }: { corridor: string; amounts: unknown[] }) => ({ corridor, amounts: amounts.map(String) }))
    : [];
};

export const createDirectoryReader = (deps: { redis: Redis; keys: Keys }): DirectoryReader => ({
  corridors: async () => amountsOf(JSON.parse((await deps.redis.get(deps.keys.corridors())) ?? '[]')),
  bridges: async () =>
    Object.values(await deps.redis.hgetall(deps.keys.bridges()))
      .map((text) => JSON.parse(text) as BridgeJson)
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
});
