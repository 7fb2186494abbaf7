import type { Hex } from 'viem';
import type { ChainLink } from '../chains/chain-link.ts';

export interface RecentLog {
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
}

/** The node keeps the logs of its last 2048 blocks. */
export const KEPT_BLOCKS = 2_000;

/** Logs of a contract in a chain's last blocks. */
export const recentLogs = async (link: ChainLink, address: string, topic: Hex, blocks: number): Promise<readonly RecentLog[]> => {
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  const fromBlock = `0x${Math.max(0, head - blocks).toString(16)}`;
  return link.rpc.call<readonly RecentLog[]>('eth_getLogs', [{ address, topics: [topic], fromBlock, toBlock: 'latest' }]);
};
