import { expect, test } from 'vitest';
import { assetById } from '#core/domain/asset.ts';
import type { World } from '../world/world.ts';
import { createCoinGeckoApi } from './coingecko-api.ts';

const world: World = {
  seed: 'prices',
  dial: (name) => (name === 'price.usd' ? 3_210.5 : undefined),
  priceFactor: () => 1,
  drained: () => false,
};
const api = createCoinGeckoApi({ world, step: () => 5, nowMs: () => 1_800_000_000_123 });
const ask = (path: string, query: Record<string, string>) => api(path, new URLSearchParams(query));

test('prices by coin id; what is not known is left out', () => {
  expect(ask('/simple/price', { ids: 'ethereum,nothing', vs_currencies: 'usd', include_last_updated_at: 'true' })).toEqual({
    status: 200,
    body: { ethereum: { usd: 3_210.5, last_updated_at: 1_800_000_000 } },
  });
});

test('prices by token address on a platform, with the key as it was asked in lower case', () => {
  const weth = assetById('arbitrum:WETH')?.address ?? '';
  const { body } = ask('/simple/token_price/arbitrum-one', { contract_addresses: weth, vs_currencies: 'usd' });
  expect(body).toEqual({ [weth.toLowerCase()]: { usd: 3_210.5 } });
  expect(ask('/simple/token_price/moon', { contract_addresses: weth, vs_currencies: 'usd' }).status).toBe(404);
});

test('a missing parameter is named', () => {
  expect(ask('/simple/price', { ids: 'ethereum' })).toEqual({ status: 422, body: { error: 'Missing parameter vs_currencies' } });
});

test('platforms carry the chains’ ids', () => {
  const { body } = ask('/asset_platforms', {});
  expect((body as { id: string; chain_identifier: number }[]).map(({ id, chain_identifier }) => [id, chain_identifier])).toContainEqual([
    'polygon-pos',
    137,
  ]);
});
