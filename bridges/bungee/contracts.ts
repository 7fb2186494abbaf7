import type { Asset } from '#core/domain/asset.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';

/**
 * Takes the tokens from whoever calls it, and calls the router; at one address on all six chains.
 * Source: docs.socket.tech/integrate/contract-addresses.
 */
export const ALLOWANCE_HOLDER = '0x50c4E75a512F2A14A7b304787Adf79C4531A5909';

/** Takes the fee and calls the bridge. Source: as above. */
export const OPEN_ROUTER = '0x50cFe7c1938dB66A1a6D2e86D36F39FBef3d5c4a';

/** How API and contracts write a chain's own coin (ERC-7528). */
export const COIN = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';

export const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Whether a token that the API names is that asset: chain, address and decimals, whatever it calls it. */
export const isAsset = (told: { chainId: number; address: string; symbol: string; decimals: number }, asset: Asset): boolean => {
  const named = vendorAsset(told);
  return named?.chainId === asset.chainId && named.address === asset.address && told.decimals === asset.decimals;
};
