import { type Address, encodeFunctionData, erc20Abi, type Hex } from 'viem';
import type { BridgeTransaction } from '#bridges/_kit/to-sign.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';

/** Sends what a bridge built, and the approval before it where one is needed. Gives the receipt of the bridge's own call. */
export const signAndSend = async (
  link: ChainLink,
  { to, data, value, spender }: Pick<BridgeTransaction, 'to' | 'data' | 'value' | 'spender'>,
  { from, asset, allowance }: { readonly from: Address; readonly asset: Asset; readonly allowance: bigint },
) => {
  const approve = spender && encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender as Address, allowance] });
  const approval = approve ? [{ from, to: asset.address as Address, data: approve }] : [];
  const receipt = (await link.send([...approval, { from, to: to as Address, data: data as Hex, value }])).at(-1);
  if (receipt === undefined) throw new Error('nothing was sent');
  return receipt;
};
