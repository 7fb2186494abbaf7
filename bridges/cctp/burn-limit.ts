import { encodeFunctionData, type Hex } from 'viem';
import type { Asset } from '#core/domain/asset.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { minterAbi } from './abi.ts';
import { TOKEN_MINTER } from './contracts.ts';

/**
 * What one message may burn on a chain, base units; undefined when the chain cannot be asked. Then the contract is left to refuse: without it
 * a quote is as good for every amount but the very largest.
 */
export const askBurnLimit = async (context: BridgeContext, { chainId, address }: Asset): Promise<bigint | undefined> => {
  const data = encodeFunctionData({ abi: minterAbi, functionName: 'burnLimitsPerMessage', args: [address as Hex] });
  const outcome = await context.rpc.call(chainId, [{ to: TOKEN_MINTER, data }], context.signal);
  const [result] = outcome.kind === 'results' ? outcome.results : [];
  return result?.ok ? readView(minterAbi, 'burnLimitsPerMessage', result.data) : undefined;
};
