import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

/**
 * Hop v1. No rate is documented for its API; its source limits each address and caches answers for some seconds, so it is asked about once
 * a second.
 */
export const manifest: BridgeManifest = {
  id: 'hop',
  name: 'Hop',
  chains: [1, 10, 137, 8453, 42161],
  assets: ['ETH', 'WETH', 'USDC', 'USDT', 'DAI'],
  trust: 'bonded-relayer',
  docs: 'https://docs.hop.exchange',
  links: {
    api: 'https://docs.hop.exchange/v/developer-docs/api/api',
    contracts: 'https://docs.hop.exchange/v/developer-docs/smart-contracts/overview',
  },
  endpoints: {
    hop: { url: 'https://api.hop.exchange', about: 'Hop’s API' },
    'hop-assets': { url: 'https://assets.hop.exchange', about: 'what Hop’s bonders can pay out' },
  },
  // The least follows from the bonder's fee, the most from the pools and the bonder's liquidity: all come with a quote.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 1, burst: 5, concurrency: 4 },
  quoteLifetimeMs: 30_000,
  // A common word: only its whole names are looked for.
  health: {
    ping: { endpoint: 'hop', path: '/v1/available-routes' },
    tvlSlug: 'hop-protocol',
    names: ['Hop Protocol', 'Hop Bridge', 'Hop Exchange'],
  },
};
