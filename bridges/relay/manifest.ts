import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

/**
 * Relay. Quotes are good for 30 s (docs.relay.link, bridging guide). Rates: 50 quotes a minute without a key, 10 a second with an
 * elevated one (docs.relay.link/references/api/api-keys).
 */
export const manifest: BridgeManifest = {
  id: 'relay',
  name: 'Relay',
  chains: [1, 10, 137, 8453, 42161, 43114],
  assets: ['ETH', 'USDC', 'USDT', 'DAI', 'WETH', 'POL', 'AVAX'],
  trust: 'solver',
  docs: 'https://docs.relay.link',
  links: {
    api: 'https://docs.relay.link/references/api/get-quote-v2',
    status: 'https://docs.relay.link/references/api/get-intents-status-v3',
    errors: 'https://docs.relay.link/references/api/api_core_concepts/handling-errors',
    limits: 'https://docs.relay.link/references/api/api-keys',
    contracts: 'https://docs.relay.link/references/api/api_resources/contract-addresses',
  },
  endpoints: { relay: { url: 'https://api.relay.link', about: 'Relay’s API' } },
  apiKey: {
    variable: 'RELAY_API_KEY',
    required: false,
    about: 'Relay’s key; it raises the rate of quotes.',
    header: { name: 'x-api-key' },
  },
  // What is too low follows from the destination's gas, and is only said as an error.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 50 / 60, burst: 10, concurrency: 4, quota: { questions: 50, perMs: 60_000 } },
  budgetWithKey: { perSecond: 10, burst: 20, concurrency: 10 },
  // `/intents/status` is one of the "other endpoints": 200 requests a minute, with a key or without, of which half are spent. What is not paid
  // within half a day is not worth asking for: a quote is filled within seconds, or refunded.
  depositAddresses: true,
  toldFills: { budget: { perSecond: 100 / 60, burst: 10, concurrency: 4 }, askedForMs: 12 * 3_600_000 },
  quoteLifetimeMs: 30_000,
  // Its bare name is a word, which headlines use of anybody.
  health: {
    ping: { endpoint: 'relay', path: '/chains' },
    tvlSlug: 'relay',
    names: ['Relay Protocol', 'Relay.link', 'Relay Link', 'Relay Bridge'],
  },
};
