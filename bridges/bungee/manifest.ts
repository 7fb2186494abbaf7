import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

const MINUTE_MS = 60_000;

/**
 * Socket, long called Bungee: an aggregator. Its public API asks for no key and shares its limit among all who use it, without saying what that
 * is (docs.socket.tech/integrate/get-api-access); the same API under its older name documented 20 requests a minute for an address, which is kept
 * to here, evenly: spent at once, they would leave who begins to look without an answer until the minute is over. A key goes with an affiliate's id, which the port has no place for: it is not used.
 */
export const manifest: BridgeManifest = {
  id: 'bungee',
  name: 'Bungee (Socket)',
  chains: [1, 10, 137, 8453, 42161, 43114],
  assets: ['USDC', 'USDT', 'WETH', 'ETH', 'DAI'],
  trust: 'meta',
  meta: true,
  offByDefault: true,
  docs: 'https://docs.socket.tech',
  links: {
    api: 'https://docs.socket.tech/api-reference/swap/get-quotes',
    status: 'https://docs.socket.tech/api-reference/swap/get-status',
    limits: 'https://docs.socket.tech/integrate/get-api-access',
    contracts: 'https://github.com/SocketDotTech/openrouter',
  },
  endpoints: { bungee: { url: 'https://public-backend.socket.tech/v3/swap', about: 'Socket’s swap API, once Bungee’s' } },
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 0.28, burst: 2, concurrency: 2, quota: { questions: 20, perMs: MINUTE_MS } },
  quoteLifetimeMs: 30_000,
  health: { names: ['Bungee', 'Socket'] },
};
