import type { Redis } from 'ioredis';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

export interface LivePrice {
  readonly priceId: string;
  /** USD a whole unit. */
  readonly usd: number;
  readonly observedAtMs: number;
}

export interface PriceReader {
  /** All prices now. Rejects when Redis is out of reach. */
  readAll(): Promise<readonly LivePrice[]>;
  /** Hears of each change. */
  watch(listener: (price: LivePrice) => void): Promise<void>;
  onRestored(listener: () => void): void;
}

const readPrice = (priceId: string, value: Record<string, unknown>): LivePrice[] => {
  const { usd, observedAtMs } = value;
  return typeof usd === 'number' && usd > 0 && typeof observedAtMs === 'number' ? [{ priceId, usd, observedAtMs }] : [];
};

export const createPriceReader = (deps: { redis: Redis; subscriber: ChannelSubscriber; keys: Keys }): PriceReader => ({
  readAll: async () =>
    Object.entries(await deps.redis.hgetall(deps.keys.prices())).flatMap(([priceId, text]) => readPrice(priceId, JSON.parse(text))),
  watch: (listener) =>
    deps.subscriber.subscribe(deps.keys.priceChannel(), (payload) => {
      const value = JSON.parse(payload.toString());
      for (const price of readPrice(String(value.priceId), value)) listener(price);
    }),
  onRestored: deps.subscriber.onRestored,
});
