import type { Redis } from 'ioredis';
import { INSTANCE_MARK } from './heartbeat.ts';
import type { Keys } from './keys.ts';

/** What one instance of a service last said. */
export interface ServiceHealth {
  readonly service: string;
  readonly ready: boolean;
  readonly missing: readonly string[];
  /** When it said so. */
  readonly atMs: number;
  /** What else it says of itself. */
  readonly figures?: Readonly<Record<string, number>>;
}

export interface HealthReader {
  services(): Promise<readonly ServiceHealth[]>;
  /** Whether any of these books has been computed. */
  anyBook(keys: readonly string[]): Promise<boolean>;
}

export const createHealthReader = (deps: { redis: Redis; keys: Keys }): HealthReader => ({
  services: async () =>
    Object.entries(await deps.redis.hgetall(deps.keys.services())).map(([field, text]) => ({
      service: field.split(INSTANCE_MARK)[0] ?? field,
      ...JSON.parse(text),
    })),
  anyBook: async (keys) => keys.length > 0 && (await deps.redis.exists(...keys.map(deps.keys.book))) > 0,
});
