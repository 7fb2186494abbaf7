import type { BridgeManifest } from '../_kit/port.ts';
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
  endpoints: {},
  limits: { minUsd: null, maxUsd: null },
  // It is asked on chain, so the budget is that of an RPC endpoint: public ones give some tens of calls a second.
  budget: { perSecond: 20, burst: 40, concurrency: 16 },
  quoteLifetimeMs: QUOTE_LIFETIME_MS,
  health: { names: ['Polygon Bridge', 'Polygon PoS bridge'] },
};
