import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { QUOTE_API } from './quote-api.ts';

/**
 * Across V3. Its API asks callers not to hold an answer for more than 300 s (docs.across.to); ours live 30 s at most. No rate is
 * documented; answers are cached upstream for 10 s, so that this budget covers the base corridors once an interval.
 */
export const manifest: BridgeManifest = {
  id: 'across',
  name: 'Across',
  chains: [1, 10, 137, 8453, 42161, 43114],
  assets: ['USDC', 'USDT', 'WETH', 'ETH', 'DAI'],
  trust: 'optimistic-relayer',
  docs: 'https://docs.across.to',
  links: { api: 'https://docs.across.to/reference/api-reference', contracts: 'https://docs.across.to/reference/contract-addresses' },
  endpoints: { across: { url: 'https://app.across.to/api', about: 'Across’s API' } },
  // docs.across.to/introduction/api-keys: both are wanted in production; without them requests may be limited or refused.
  apiKey: {
    variable: 'ACROSS_API_KEY',
    required: false,
    about: 'Across’s key, which its documentation asks for in production; without it requests may be limited or refused.',
    header: { name: 'authorization', scheme: 'Bearer' },
  },
  callerId: { variable: 'ACROSS_INTEGRATOR_ID', about: 'The integrator id that Across gives with its key, 0x and four hex digits.' },
  choices: [QUOTE_API],
  // The least depends on the destination's gas and comes with every quote; so does the most.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 30, burst: 60, concurrency: 24 },
  quoteLifetimeMs: 30_000,
  // Source of the slug: defillama.com/protocol/across. Its bare name is a word, which headlines use of anybody.
  health: {
    ping: { endpoint: 'across', path: '/swap/chains' },
    tvlSlug: 'across',
    names: ['Across Protocol', 'Across Bridge', 'Across V3'],
  },
};
