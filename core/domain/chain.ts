/** A chain as Routebook knows it. `slug` is the name used in assets, corridors and topics. */
export interface Chain {
  /** EIP-155 id. */
  readonly chainId: number;
  readonly slug: string;
  readonly name: string;
  /** Symbol of the coin that pays for gas. */
  readonly nativeSymbol: string;
}

/** The six mainnets; simnet's local chains carry the same ids and slugs. Source: EIP-155 list, viem/chains. */
export const CHAINS: readonly Chain[] = [
  { chainId: 1, slug: 'ethereum', name: 'Ethereum', nativeSymbol: 'ETH' },
  { chainId: 10, slug: 'optimism', name: 'OP Mainnet', nativeSymbol: 'ETH' },
  { chainId: 137, slug: 'polygon', name: 'Polygon PoS', nativeSymbol: 'POL' },
  { chainId: 8453, slug: 'base', name: 'Base', nativeSymbol: 'ETH' },
  { chainId: 42161, slug: 'arbitrum', name: 'Arbitrum One', nativeSymbol: 'ETH' },
  { chainId: 43114, slug: 'avalanche', name: 'Avalanche C-Chain', nativeSymbol: 'AVAX' },
];

const bySlug = new Map(CHAINS.map((chain) => [chain.slug, chain]));
const byId = new Map(CHAINS.map((chain) => [chain.chainId, chain]));

/** Finds a chain by slug (`base`) or by EIP-155 id as text (`8453`). */
export const findChain = (slugOrId: string): Chain | undefined =>
  bySlug.get(slugOrId) ?? (/^[1-9]\d{0,9}$/.test(slugOrId) ? byId.get(Number(slugOrId)) : undefined);

export const chainById = (chainId: number): Chain | undefined => byId.get(chainId);
