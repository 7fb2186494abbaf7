import type { BridgeManifest } from '../_kit/bridge-manifest.ts';

/**
 * Circle's Cross-Chain Transfer Protocol V2. Its API takes 35 requests a second and shuts a caller out for five minutes beyond
 * (developers.circle.com/cctp/references/technical-guide); a question is two.
 */
export const manifest: BridgeManifest = {
  id: 'cctp',
  name: 'Circle CCTP',
  chains: [1, 10, 137, 8453, 42161, 43114],
  assets: ['USDC'],
  trust: 'issuer',
  docs: 'https://developers.circle.com/cctp',
  links: {
    api: 'https://developers.circle.com/api-reference/cctp/all/get-burn-usdc-fees',
    status: 'https://developers.circle.com/api-reference/cctp/all/get-messages-v2',
    limits: 'https://developers.circle.com/cctp/concepts/fast-transfer-allowance',
    contracts: 'https://developers.circle.com/cctp/references/contract-addresses',
  },
  endpoints: { cctp: { url: 'https://iris-api.circle.com', about: 'Circle’s attestation API (Iris)' } },
  // The least is what the fees leave something of, and comes with every quote; a message's limit is on chain.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 15, burst: 15, concurrency: 12 },
  quoteLifetimeMs: 30_000,
  health: { ping: { endpoint: 'cctp', path: '/v2/publicKeys' }, names: ['CCTP', 'Cross-Chain Transfer Protocol'] },
};
