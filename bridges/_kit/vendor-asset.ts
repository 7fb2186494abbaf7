import { checksumAddress, NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetByAddress } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';

/**
 * A token as a vendor names it: the registry's asset where it lists one, else an asset made of the vendor's words, called
 * `slug:0xaddress` (`chainId:0xaddress` on a chain that we do not know) and worth nothing that we could tell. Undefined when the
 * address is none. Both ways of writing the native coin are understood.
 */
export const vendorAsset = (told: { chainId: number; address: string; symbol: string; decimals: number }): Asset | undefined => {
  const address = checksumAddress(/^0x[0-9a-fA-F]{40}$/.test(told.address) ? told.address.toLowerCase() : told.address);
  if (address === undefined) return undefined;
  const listed = assetByAddress(told.chainId, address);
  if (listed !== undefined) return listed;
  const chain = chainById(told.chainId)?.slug ?? String(told.chainId);
  const id = address === NATIVE_ADDRESS ? `${chain}:${told.symbol}` : `${chain}:${address}`;
  return { ...told, id, address, priceId: `unlisted:${id}` };
};
