import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { priceUsd } from '../world/market.ts';
import { STEP_MS, type World } from '../world/world.ts';
import { type Answer, json } from './answer.ts';

/** CoinGecko's names of the chains. Source: /asset_platforms. */
const PLATFORMS: Readonly<Record<number, string>> = {
  1: 'ethereum',
  10: 'optimistic-ethereum',
  137: 'polygon-pos',
  8453: 'base',
  42161: 'arbitrum-one',
  43114: 'avalanche',
};

export type CoinGeckoApi = (path: string, query: URLSearchParams) => Answer;

/** Prices in the shape of CoinGecko's API v3. USD is the only currency. */
export const createCoinGeckoApi = ({ world, step, nowMs }: { world: World; step: () => number; nowMs: () => number }): CoinGeckoApi => {
  const quotesOf = (keys: readonly string[], priceIdOf: (key: string) => string | undefined, query: URLSearchParams): Answer => {
    const at = step();
    const updatedAt = Math.floor((nowMs() - (nowMs() % STEP_MS)) / 1000);
    const inUsd = words(query, 'vs_currencies').includes('usd');
    const entries = keys.flatMap((key) => {
      const usd = priceUsd(world, priceIdOf(key) ?? '', at);
      const stamp = query.get('include_last_updated_at') === 'true' ? { last_updated_at: updatedAt } : {};
      return usd === undefined ? [] : [[key, { ...(inUsd ? { usd: significant(usd) } : {}), ...stamp }] as const];
    });
    return json(Object.fromEntries(entries));
  };

  return (path, query) => {
    if (path === '/asset_platforms') return json(platforms());
    const missing = (path === '/simple/price' ? ['ids', 'vs_currencies'] : ['contract_addresses', 'vs_currencies']).find(
      (name) => !query.get(name),
    );
    if (path === '/simple/price') {
      return missing === undefined
        ? quotesOf(words(query, 'ids'), (id) => id, query)
        : json({ error: `Missing parameter ${missing}` }, 422);
    }
    const platform = /^\/simple\/token_price\/([a-z-]+)$/.exec(path)?.[1];
    const chain = CHAINS.find(({ chainId }) => PLATFORMS[chainId] === platform);
    if (platform === undefined || chain === undefined) return json({ error: 'coin not found' }, 404);
    if (missing !== undefined) return json({ error: `Missing parameter ${missing}` }, 422);
    const priceIdOf = (address: string) => (address === NATIVE_ADDRESS ? undefined : assetByAddress(chain.chainId, address)?.priceId);
    return quotesOf(words(query, 'contract_addresses'), priceIdOf, query);
  };
};

const words = (query: URLSearchParams, name: string): readonly string[] =>
  (query.get(name) ?? '')
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');

const PRICE_DIGITS = 8;
const significant = (usd: number): number => Number(usd.toPrecision(PRICE_DIGITS));

const platforms = () =>
  CHAINS.map(({ chainId, name }) => ({
    id: PLATFORMS[chainId],
    chain_identifier: chainId,
    name,
    shortname: '',
    native_coin_id: nativeAsset(chainId)?.priceId,
    image: { thumb: '', small: '', large: '' },
  }));
