import type { Bridge, Vital } from '#bridges/_kit/port.ts';
import type { ReliedContract } from '#bridges/_kit/relied-contract.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, type Asset } from '#core/domain/asset.ts';

/** What is to be read on one chain, each thing with the bridges that need it. */
export interface ChainWishes {
  readonly chainId: number;
  readonly contracts: readonly { readonly bridge: string; readonly contract: ReliedContract }[];
  readonly tokens: readonly { readonly asset: Asset; readonly bridges: readonly string[] }[];
  readonly flags: readonly { readonly bridge: string; readonly vital: Vital }[];
}

const UNTOLD = 'told by no list of its bridge';

/** A bridge that lists none of its own is looked for where its logs and flags are read. */
const contractsOf = (bridge: Bridge, chainId: number): readonly ReliedContract[] => {
  if (bridge.reliedContracts !== undefined) return bridge.reliedContracts(chainId);
  const watched = bridge.watches(chainId).map(({ address }) => address);
  const asked = bridge.vitals?.(chainId).map(({ call }) => call.to) ?? [];
  const distinct = new Map([...watched, ...asked].map((address) => [address.toLowerCase(), address]));
  return [...distinct.values()].map((address) => ({ name: 'watched contract', address, source: UNTOLD }));
};

/** The contracts, tokens and flags of a chain on which these bridges stand. */
export const wishesOn = (chainId: number, bridges: readonly Bridge[]): ChainWishes => {
  const here = bridges.filter(({ manifest }) => manifest.chains.includes(chainId));
  return {
    chainId,
    contracts: here.flatMap((bridge) => contractsOf(bridge, chainId).map((contract) => ({ bridge: bridge.manifest.id, contract }))),
    tokens: ASSETS.filter((asset) => asset.chainId === chainId && asset.address !== NATIVE_ADDRESS).flatMap((asset) => {
      const carriers = here.filter(({ manifest }) => manifest.assets.includes(asset.symbol)).map(({ manifest }) => manifest.id);
      return carriers.length === 0 ? [] : [{ asset, bridges: carriers }];
    }),
    flags: here.flatMap((bridge) => (bridge.vitals?.(chainId) ?? []).map((vital) => ({ bridge: bridge.manifest.id, vital }))),
  };
};
