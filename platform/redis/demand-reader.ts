import type { Redis } from 'ioredis';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

export interface Demand {
  /** `corridor@amountIn`, as it was written: not checked. */
  readonly book: string;
  /** Epoch ms. */
  readonly lapsesAtMs: number;
}

export interface DemandReader {
  /** What is looked at now. Rejects when Redis is out of reach. */
  read(nowMs: number): Promise<readonly Demand[]>;
  /** Hears at once of a book that somebody has just begun to look at. */
  watch(listener: (book: string) => void): Promise<void>;
}

/** More than the planner takes, so that it can say that there is more; a set beyond it would only cost us memory. */
const READ_MAX = 10_000;

/** Who is looking at what, from the sorted set that the API renews. Demand that lapsed is swept out on the way. */
export const createDemandReader = (deps: { redis: Redis; subscriber: ChannelSubscriber; keys: Keys }): DemandReader => {
  const { redis, subscriber, keys } = deps;
  return {
    read: async (nowMs) => {
      await redis.zremrangebyscore(keys.demand(), '-inf', nowMs);
      const flat = await redis.zrangebyscore(keys.demand(), `(${nowMs}`, '+inf', 'WITHSCORES', 'LIMIT', 0, READ_MAX);
      return flat.flatMap((book, at) => (at % 2 === 0 ? [{ book, lapsesAtMs: Number(flat[at + 1]) }] : []));
    },
    watch: (listener) => subscriber.subscribe(keys.demandChannel(), (payload) => listener(payload.toString())),
  };
};
