import type { Redis } from 'ioredis';
import type { FiguresJson } from '#schemas/api/figures.ts';
import type { Keys } from './keys.ts';

/** Figures of fills as the processor of transfers publishes them. */
export interface FigureReader {
  /** By `fillTimesKey`. Rejects when Redis is out of reach. */
  all(): Promise<ReadonlyMap<string, FiguresJson>>;
}

export const createFigureReader = ({ redis, keys }: { redis: Redis; keys: Keys }): FigureReader => ({
  all: async () => {
    const { '#': _mark, ...bodies } = await redis.hgetall(keys.figures());
    return new Map(Object.entries(bodies).map(([name, body]) => [name, JSON.parse(body) as FiguresJson]));
  },
});
