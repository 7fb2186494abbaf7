import type { Price } from '#core/domain/market.ts';
import type { Keys } from '#platform/redis/keys.ts';
import type { RunScript } from '#platform/redis/script.ts';

/** Sets a price unless a later one is there, and announces it. Several rankers write the same prices; the first one counts. */
export const SET_PRICE_LUA = `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored and cjson.decode(stored).observedAtMs >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 1
`;

export interface PriceView {
  /** Takes the latest price of an asset. */
  put(price: Price): void;
  /** Writes what was put since; with `all`, every price known. Rejects when Redis is away. */
  write(all?: boolean): Promise<void>;
}

/** Prices as the API reads them. Bounded by the assets that the market producer asks for. */
export const createPriceView = ({ setPrice, keys }: { setPrice: RunScript; keys: Keys }): PriceView => {
  const latest = new Map<string, Price>();
  const due = new Set<string>();
  return {
    put: (price) => {
      if ((latest.get(price.priceId)?.observedAtMs ?? -1) >= price.observedAtMs) return;
      latest.set(price.priceId, price);
      due.add(price.priceId);
    },
    write: async (all = false) => {
      const ids = all ? [...latest.keys()] : [...due];
      due.clear();
      try {
        await Promise.all(
          ids.map((priceId) => {
            const { usd, observedAtMs } = latest.get(priceId) as Price;
            const announced = JSON.stringify({ priceId, usd, observedAtMs });
            return setPrice(
              [keys.prices()],
              [priceId, observedAtMs, JSON.stringify({ usd, observedAtMs }), keys.priceChannel(), announced],
            );
          }),
        );
      } catch (error) {
        for (const priceId of ids) due.add(priceId);
        throw error;
      }
    },
  };
};
