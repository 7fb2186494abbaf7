import * as viemChains from 'viem/chains';
import { expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { readConfig, rpcUrls } from '../config.ts';
import { PUBLIC_ENDPOINTS } from './public-endpoints.ts';

const viemChain = (chainId: number) =>
  Object.values(viemChains).find((chain) => typeof chain === 'object' && chain.id === chainId && chain.testnet !== true);

test.each(CHAINS.map(({ slug, chainId }) => [slug, chainId] as const))('%s has the endpoint that viem has', (slug, chainId) => {
  const chain = viemChain(chainId) as { readonly rpcUrls: { readonly default: { readonly http: readonly string[] } } };
  expect([PUBLIC_ENDPOINTS[slug]]).toEqual(chain.rpcUrls.default.http.slice(0, 1));
});

test('they stand in on the mainnets alone, and only for a chain that has none of its own', () => {
  const own = 'https://node.example/key';
  const mainnet = readConfig({ ROUTEBOOK_NETWORK: 'mainnet', RPC_URLS_BASE: own });
  expect(rpcUrls(mainnet, 'base')).toEqual([own]);
  expect(rpcUrls(mainnet, 'arbitrum')).toEqual(['https://arb1.arbitrum.io/rpc']);
  for (const { slug } of CHAINS) expect(rpcUrls(readConfig({ ROUTEBOOK_NETWORK: 'simnet' }), slug)).toEqual([]);
});
