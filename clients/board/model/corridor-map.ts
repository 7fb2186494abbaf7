import type { BridgeJson, CorridorJson } from '#schemas/api/lists.ts';
import type { AssetJson, ChainJson } from '#sdk/rest-client.ts';

/** What the pickers and the formats need of the API's lists, looked up instead of searched. */
export interface World {
  readonly chains: ReadonlyMap<string, ChainJson>;
  readonly assets: ReadonlyMap<string, AssetJson>;
  readonly bridges: ReadonlyMap<string, BridgeJson>;
  /** From-asset → to-asset → the rungs in base units. */
  readonly corridors: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

export const worldOf = (lists: {
  chains: readonly ChainJson[];
  assets: readonly AssetJson[];
  bridges: readonly BridgeJson[];
  corridors: readonly CorridorJson[];
}): World => {
  const corridors = new Map<string, Map<string, readonly string[]>>();
  for (const { corridor, amounts } of lists.corridors) {
    const [from = '', to = ''] = corridor.split('>');
    const targets = corridors.get(from) ?? new Map<string, readonly string[]>();
    corridors.set(from, targets.set(to, amounts));
  }
  return {
    chains: new Map(lists.chains.map((chain) => [chain.slug, chain])),
    assets: new Map(lists.assets.map((asset) => [asset.asset, asset])),
    bridges: new Map(lists.bridges.map((bridge) => [bridge.id, bridge])),
    corridors,
  };
};

export const slugOf = (asset: string): string => asset.slice(0, asset.indexOf(':'));
export const symbolOf = (asset: string): string => asset.slice(asset.indexOf(':') + 1);
export const chainNameOf = (world: World, asset: string): string => world.chains.get(slugOf(asset))?.name ?? slugOf(asset);
export const bridgeNameOf = (world: World, id: string): string => world.bridges.get(id)?.name ?? id;

/** Local chains say where their nodes are; of the real ones nobody does. */
export const isSimnet = (world: World): boolean => [...world.chains.values()].some(({ rpcUrl }) => rpcUrl !== undefined);

/** Where an asset's chain takes transactions from the page itself; undefined outside the simnet. */
export const chainNodeUrl = (world: World, asset: string): string | undefined => world.chains.get(slugOf(asset))?.rpcUrl;

/** A chain by its EIP-155 id; undefined when the API does not list it. */
export const chainById = (world: World, chainId: number | null): ChainJson | undefined =>
  [...world.chains.values()].find((chain) => chain.chainId === chainId);

/** The rungs of a corridor on the ladder, smallest first; undefined when it is not on it. */
export const rungsOf = (world: World, from: string, to: string): readonly string[] | undefined => {
  const rungs = world.corridors.get(from)?.get(to);
  return rungs && [...rungs].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
};

/**
 * The candidate closest to what was wished for: the same asset, else the same symbol, else the same chain, else the first.
 * So a change on one side keeps as much as it can of the other.
 */
export const closest = (candidates: readonly string[], wished: { slug: string; symbol: string }): string | undefined =>
  candidates.find((asset) => slugOf(asset) === wished.slug && symbolOf(asset) === wished.symbol) ??
  candidates.find((asset) => slugOf(asset) === wished.slug) ??
  candidates.find((asset) => symbolOf(asset) === wished.symbol) ??
  candidates[0];

/** Any two assets that the API lists make a corridor; whether somebody serves it is what its book says. */
export const isKnownCorridor = ({ assets }: World, from: string, to: string): boolean => from !== to && assets.has(from) && assets.has(to);

/** What an asset may be sent to: other chains before its own, and on each chain its like before all else. */
export const targetsOf = ({ assets }: World, from: string): readonly string[] => {
  const place = (asset: string) => (slugOf(asset) === slugOf(from) ? 2 : 0) + (symbolOf(asset) === symbolOf(from) ? 0 : 1);
  return [...assets.keys()].filter((asset) => asset !== from).sort((a, b) => place(a) - place(b));
};

/** The corridor that the board opens with: the most talked about, if it is on the ladder, else the ladder's first. */
export const openingCorridor = (world: World): { from: string; to: string } => {
  if (rungsOf(world, 'ethereum:USDC', 'arbitrum:USDC') !== undefined) return { from: 'ethereum:USDC', to: 'arbitrum:USDC' };
  for (const [from, targets] of world.corridors) for (const to of targets.keys()) return { from, to };
  return { from: '', to: '' };
};
