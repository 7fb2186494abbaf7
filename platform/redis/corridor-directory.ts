import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

export interface CorridorDirectory {
  /** Replaces the list of sampled corridors and amounts. Rejects when Redis is out of reach. */
  writeCorridors(corridors: readonly { readonly corridor: string; readonly amounts: readonly bigint[] }[]): Promise<void>;
  /** Replaces what is told of every bridge in use; a bridge that is no longer among them goes. */
  writeBridges(entries: readonly { readonly id: string }[]): Promise<void>;
}

/** What the quotes producer publishes of itself for GET /corridors and GET /bridges. */
export const createCorridorDirectory = ({ redis, keys }: { redis: Redis; keys: Keys }): CorridorDirectory => ({
  writeCorridors: async (corridors) => {
    const list = corridors.map(({ corridor, amounts }) => ({ corridor, amounts: amounts.map(String) }));
    await redis.set(keys.corridors(), JSON.stringify(list));
  },
  writeBridges: async (entries) => {
    const fields = Object.fromEntries(entries.map((entry) => [entry.id, JSON.stringify(entry)]));
    const gone = (await redis.hkeys(keys.bridges())).filter((id) => !(id in fields));
    const write = redis.multi();
    if (gone.length > 0) write.hdel(keys.bridges(), ...gone);
    if (entries.length > 0) write.hset(keys.bridges(), fields);
    await write.exec();
  },
});
