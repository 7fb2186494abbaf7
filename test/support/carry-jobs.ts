import type { Hex } from 'viem';
import type { ChainLink, Receipt } from '#simnet/chains/chain-link.ts';
import type { Job } from '#simnet/relayers/relay-loop.ts';

/** Does what relayers found to be done, one after another, each in a block of its own. Gives the receipts; one that reverted throws. */
export const carryJobs = async (
  jobs: readonly Job[],
  linkOf: (chainId: number) => ChainLink,
): Promise<readonly (Receipt & { readonly chainId: number; readonly hash: Hex })[]> => {
  const done = [];
  for (const { key, chainId, send } of jobs) {
    const link = linkOf(chainId);
    const hash = await send(link);
    await link.rpc.call('evm_mine');
    const receipt = await link.rpc.call<Receipt>('eth_getTransactionReceipt', [hash]);
    if (receipt.status !== '0x1') throw new Error(`${key}: the relayer’s transaction reverted`);
    done.push({ ...receipt, chainId, hash });
  }
  return done;
};
