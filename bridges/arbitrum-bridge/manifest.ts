import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { L1_CHAIN_ID, L2_CHAIN_ID, TOKENS } from './contracts.ts';

/** Answers are of the chains' state now, which moves slowly; 30 s is the most that is ever believed. */
export const manifest: BridgeManifest = {
  id: 'arbitrum-bridge',
  name: 'Arbitrum Bridge',
  chains: [L1_CHAIN_ID, L2_CHAIN_ID],
  assets: ['ETH', ...TOKENS.map(({ symbol }) => symbol)],
  trust: 'canonical',
  docs: 'https://docs.arbitrum.io/arbitrum-bridge/quickstart',
  links: {
    contracts: 'https://docs.arbitrum.io/build-decentralized-apps/reference/contract-addresses',
    status: 'https://docs.arbitrum.io/arbitrum-bridge/withdrawal-monitoring',
  },
  endpoints: {},
  limits: { minUsd: null, maxUsd: null },
  // It is asked on chain, so the budget is that of an RPC endpoint: public ones give some tens of calls a second.
  budget: { perSecond: 20, burst: 40, concurrency: 16 },
  quoteLifetimeMs: 30_000,
  health: { names: ['Arbitrum Bridge', 'Arbitrum One bridge'] },
};
