import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { DLN_CHAINS } from './contracts.ts';

/** deBridge's DLN. Its public API takes 50 requests a minute, 300 with a key (docs.debridge.com, rate limits). */
export const manifest: BridgeManifest = {
  id: 'debridge',
  name: 'deBridge DLN',
  chains: DLN_CHAINS,
  assets: ['USDC', 'ETH'],
  trust: 'solver',
  docs: 'https://docs.debridge.com',
  links: {
    api: 'https://dln.debridge.finance/v1.0',
    limits: 'https://docs.debridge.com/dln-details/overview/fees-supported-chains',
    status: 'https://docs.debridge.com/dln-details/integration-guidelines/order-tracking',
  },
  endpoints: { debridge: { url: 'https://dln.debridge.finance/v1.0', about: 'deBridge’s DLN API' } },
  // Source: docs.debridge.com, API parameters: it goes into the query, as `accesstoken`.
  apiKey: {
    variable: 'DEBRIDGE_API_KEY',
    required: false,
    about: 'deBridge’s access token; with it 300 orders a minute are quoted instead of 50.',
  },
  limits: { minUsd: 1, maxUsd: 5_500_000 },
  budget: { perSecond: 0.8, burst: 8, concurrency: 4, quota: { questions: 50, perMs: 60_000 } },
  budgetWithKey: { perSecond: 5, burst: 10, concurrency: 8, quota: { questions: 300, perMs: 60_000 } },
  quoteLifetimeMs: 30_000,
  // Source of the slug: defillama.com/protocol/debridge.
  health: {
    ping: { endpoint: 'debridge', path: '/supported-chains-info' },
    tvlSlug: 'debridge',
    names: ['deBridge', 'DLN', 'deBridge Liquidity Network'],
  },
};
