/**
 * A public endpoint of each chain that takes callers without a key, by slug: used on the mainnets where RPC_URLS_<CHAIN> names none. Source:
 * viem/chains 2.57, `rpcUrls.default`; a test compares. Each limits its callers as it likes, so that they do for a look and not for a service.
 */
export const PUBLIC_ENDPOINTS: Readonly<Record<string, string>> = {
  ethereum: 'https://ethereum.reth.rs/rpc',
  optimism: 'https://mainnet.optimism.io',
  polygon: 'https://polygon.drpc.org',
  base: 'https://mainnet.base.org',
  arbitrum: 'https://arb1.arbitrum.io/rpc',
  avalanche: 'https://api.avax.network/ext/bc/C/rpc',
};
