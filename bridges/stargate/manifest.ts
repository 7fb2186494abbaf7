import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { STARGATE_CHAIN_IDS } from '../_stargate/contracts.ts';
import { QUOTE_LIFETIME_MS } from '../_stargate/mode.ts';

/**
 * Stargate V2 in taxi mode. It is asked on chain, so the budget is that of an RPC endpoint: public ones give some tens of calls a
 * second, and a question is one call.
 */
export const manifest: BridgeManifest = {
  id: 'stargate',
  name: 'Stargate',
  chains: STARGATE_CHAIN_IDS,
  assets: ['USDC', 'USDT', 'ETH'],
  trust: 'message-layer',
  docs: 'https://docs.stargate.finance',
  links: {
    api: 'https://docs.stargate.finance/developers/api-docs/overview',
    status: 'https://scan.layerzero-api.com/v1/swagger',
    contracts: 'https://docs.stargate.finance/resources/contracts/mainnet-contracts',
  },
  endpoints: {
    stargate: { url: 'https://stargate.finance/api/v1', about: 'Stargate’s API' },
    'layerzero-scan': { url: 'https://scan.layerzero-api.com/v1', about: 'LayerZero Scan' },
  },
  // What the path has credit for is the most, and comes with every quote.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 30, burst: 60, concurrency: 24 },
  quoteLifetimeMs: QUOTE_LIFETIME_MS,
  // Source of the slug: defillama.com/protocol/stargate-v2. It is asked on chain: there is no API to ping.
  health: { tvlSlug: 'stargate-v2', names: ['Stargate', 'LayerZero'] },
};
