import type { Asset } from '../domain/asset.ts';
import type { MarketEvent } from '../domain/market.ts';
import { addSample, type Sample, volatilityOf } from './volatility.ts';

/** Until their price is known these count as 1 USD. They never make a market volatile. */
const STABLE_PRICE_IDS: ReadonlySet<string> = new Set(['usd-coin', 'tether', 'dai']);

/** What the ranking knows of prices and gas. A price is never 0, negative or not finite. */
export interface MarketView {
  /** Changes whenever anything here does. */
  readonly revision: number;
  /** USD a whole unit; undefined when there is no price. */
  priceUsd(asset: Asset): number | undefined;
  /** Wei a unit of gas; undefined until the first is heard. */
  weiPerGas(chainId: number): number | undefined;
  /** 0 to 1: that of the wilder of the two, where neither is a stablecoin 0. */
  volatility(from: Asset, to: Asset): number;
}

export interface Market extends MarketView {
  /** Takes an event in; an older one than what is held changes nothing. True when a price or gas price is another now. */
  fold(event: MarketEvent): boolean;
}

/** The latest price and gas price of each asset and chain, by time of observation: the order of arrival does not matter. */
export const createMarket = (): Market => {
  const histories = new Map<string, readonly Sample[]>();
  const volatilities = new Map<string, number>();
  const gas = new Map<number, { weiPerGas: number; observedAtMs: number }>();
  let revision = 0;

  const foldPrice = (priceId: string, sample: Sample): boolean => {
    if (!(Number.isFinite(sample.usd) && sample.usd > 0)) return false;
    const before = histories.get(priceId) ?? [];
    const after = addSample(before, sample);
    const volatility = volatilityOf(after);
    const changed = before.at(-1)?.usd !== after.at(-1)?.usd || volatilities.get(priceId) !== volatility;
    histories.set(priceId, after);
    volatilities.set(priceId, volatility);
    return changed;
  };

  const foldGas = (chainId: number, weiPerGas: number, observedAtMs: number): boolean => {
    const before = gas.get(chainId);
    if (before !== undefined && before.observedAtMs >= observedAtMs) return false;
    gas.set(chainId, { weiPerGas, observedAtMs });
    return before?.weiPerGas !== weiPerGas;
  };

  const volatilityOfAsset = ({ priceId }: Asset): number => (STABLE_PRICE_IDS.has(priceId) ? 0 : (volatilities.get(priceId) ?? 0));

  return {
    get revision() {
      return revision;
    },
    fold: (event) => {
      const changed =
        event.kind === 'price' ? foldPrice(event.priceId, event) : foldGas(event.chainId, Number(event.weiPerGas), event.observedAtMs);
      if (changed) revision += 1;
      return changed;
    },
    priceUsd: ({ priceId }) => histories.get(priceId)?.at(-1)?.usd ?? (STABLE_PRICE_IDS.has(priceId) ? 1 : undefined),
    weiPerGas: (chainId) => gas.get(chainId)?.weiPerGas,
    volatility: (from, to) => Math.max(volatilityOfAsset(from), volatilityOfAsset(to)),
  };
};
