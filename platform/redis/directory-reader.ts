import type { Redis } from 'ioredis';
import type { HealthJson } from '#schemas/api/health.ts';
import type { BridgeJson, CorridorJson } from '#schemas/api/lists.ts';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import { createCorridorReader } from './corridor-reader.ts';
import type { Keys } from './keys.ts';

/** What the producers publish of themselves: the corridors they sample and the bridges they ask. */
export interface DirectoryReader {
  corridors(): Promise<readonly CorridorJson[]>;
  /** Sorted by id; each with its health, once something is known of it. */
  bridges(): Promise<readonly BridgeJson[]>;
  /** Calls the listener when a bridge's breaker has moved. */
  watchBreakers(listener: () => void): Promise<void>;
}

export const createDirectoryReader = (deps: { redis: Redis; subscriber: ChannelSubscriber; keys: Keys }): DirectoryReader => {
  const { redis, subscriber, keys } = deps;
  return {
    corridors: createCorridorReader({ redis, keys }),
    bridges: async () => {
      const [entries, health] = await Promise.all([redis.hgetall(keys.bridges()), redis.hgetall(keys.bridgeHealth())]);
      return Object.values(entries)
        .map((text) => {
          const bridge = JSON.parse(text) as BridgeJson;
          const shown = health[bridge.id];
          return shown === undefined ? bridge : { ...bridge, ...(JSON.parse(shown) as { health: HealthJson }).health };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    watchBreakers: (listener) => subscriber.subscribe(keys.bridgeHealthChannel(), listener),
  };
};
