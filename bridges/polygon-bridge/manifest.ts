import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { L1_CHAIN_ID, L2_CHAIN_ID } from './contracts.ts';
import { QUOTE_LIFETIME_MS } from './quote.ts';

export const manifest: BridgeManifest = {
  id: 'polygon-bridge',
  name: 'Polygon Bridge',
  chains: [L1_CHAIN_ID, L2_CHAIN_ID],
  assets: ['ETH', 'WETH', 'DAI'],
  trust: 'canonical',
  docs: 'https://docs.polygon.technology/pos/how-to/bridging/ethereum-polygon/ethereum-to-matic/',
  links: {
    contracts: 'https://github.com/0xPolygon/pos-portal',
    status: 'https://docs.polygon.technology/pos/architecture/bor/state-sync',
  },
  // Source: 0xPolygon/proof-generation-api; matic.js takes it as its proof API. Quotes do not need it.
  endpoints: {
    'polygon-proofs': {
      url: 'https://proof-generator.polygon.technology/api/v1/matic',
      about: 'Polygon’s API that proves burns, for claims',
    },
  },
  limits: { minUsd: null, maxUsd: null },
  // It is asked on chain, so the budget is that of an RPC endpoint: public ones give some tens of calls a second.
  budget: { perSecond: 20, burst: 40, concurrency: 16 },
  quoteLifetimeMs: QUOTE_LIFETIME_MS,
  health: { names: ['Polygon Bridge', 'Polygon PoS bridge'] },
};
