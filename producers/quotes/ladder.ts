import { amountForUsd } from '#core/domain/amount.ts';
import { assetById } from '#core/domain/asset.ts';
import { bookKey, type Corridor, corridorOf } from '#core/domain/corridor.ts';

/** A corridor and the amounts at which it is always sampled, smallest first. */
export interface BaseCorridor {
  readonly corridor: string;
  readonly amounts: readonly bigint[];
}

/** Corridors of one symbol between two of the chains, in both directions. Chains that lack the asset are left out. */
export const baseCorridors = (config: { readonly symbols: readonly string[]; readonly chains: readonly string[] }): readonly Corridor[] =>
  config.symbols.flatMap((symbol) => {
    const assets = config.chains.flatMap((slug) => assetById(`${slug}:${symbol}`) ?? []);
    return assets.flatMap((from) => assets.filter((to) => to.chainId !== from.chainId).map((to) => corridorOf(from, to)));
  });

/** A price on the edge between two roundings must not make a new book with every tick: the last amount stays within this share. */
const STICKY_SHARE = 0.01;

/**
 * The amounts of the rungs at the prices of now. `before` are those of the last time: an amount stays while a price within
 * 1 % of the present one would give it too. A corridor without a price has no rungs yet.
 */
export const ladder = (input: {
  readonly corridors: readonly Corridor[];
  readonly rungsUsd: readonly number[];
  readonly prices: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, readonly bigint[]>;
}): readonly BaseCorridor[] =>
  input.corridors.flatMap(({ id, from }) => {
    const priceUsd = input.prices.get(from.priceId);
    if (priceUsd === undefined || !(priceUsd > 0)) return [];
    const kept = new Set(input.before.get(id));
    const amounts = input.rungsUsd.map((usd) => {
      const near = [1, 1 - STICKY_SHARE, 1 + STICKY_SHARE].map((factor) => amountForUsd(usd, from.decimals, priceUsd * factor));
      return near.find((amount) => kept.has(amount)) ?? near[0] ?? 1n;
    });
    return [{ corridor: id, amounts: [...new Set(amounts)] }];
  });

/** The keys of all books of the ladder. */
export const baseBooks = (base: readonly BaseCorridor[]): readonly string[] =>
  base.flatMap(({ corridor, amounts }) => amounts.map((amount) => bookKey(corridor, amount)));
