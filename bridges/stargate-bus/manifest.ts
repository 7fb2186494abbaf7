import type { BridgeManifest } from '../_kit/bridge-manifest.ts';
import { STARGATE_CHAIN_IDS } from '../_stargate/contracts.ts';
import { QUOTE_LIFETIME_MS } from '../_stargate/mode.ts';

/**
 * Stargate V2 by bus. It is asked on chain, through the RPC endpoints that the taxi is asked through as well; fares are set by hand and
 * stand for hours, so it makes do with a third of what the taxi asks.
 */
export const manifest: BridgeManifest = {
  id: 'stargate-bus',
  name: 'Stargate bus',
  chains: STARGATE_CHAIN_IDS,
  assets: ['USDC', 'USDT', 'ETH'],
  trust: 'message-layer',
  docs: 'https://stargateprotocol.gitbook.io/stargate/v2-developer-docs/integrate-with-stargate/modes-of-transport-taxi-and-bus',
  links: { contracts: 'https://docs.stargate.finance/resources/contracts/mainnet-contracts' },
  endpoints: {},
  // What the path has credit for is the most, and comes with every quote.
  limits: { minUsd: null, maxUsd: null },
  budget: { perSecond: 10, burst: 20, concurrency: 8 },
  sharesMessages: true,
  quoteLifetimeMs: QUOTE_LIFETIME_MS,
  // The pools are the taxi's: what is told of them is told of both.
  health: { tvlSlug: 'stargate-v2', names: ['Stargate', 'LayerZero'] },
};
