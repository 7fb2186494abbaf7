import type { Asset } from '#core/domain/asset.ts';

/** The diamond, at one address on all six chains: what is called, and who takes tokens. Source: docs.li.fi, smart contract addresses. */
export const DIAMOND = '0x1231DEB6f5749EF6cE6943a275A1D3E7486F4EaE';

export const isDiamond = (address: string): boolean => address.toLowerCase() === DIAMOND.toLowerCase();

/** Whether a token that the API names is that asset: chain, address and decimals, whatever it calls it. */
export const isAsset = (told: { chainId: number; address: string; decimals: number }, asset: Asset): boolean =>
  told.chainId === asset.chainId && told.address.toLowerCase() === asset.address.toLowerCase() && told.decimals === asset.decimals;
