import type { ChainLog } from '#platform/rpc/chain-node.ts';

/** A log as a node tells it, all but what a test is about. */
export const sampleLog = (over: Partial<ChainLog> & Pick<ChainLog, 'address' | 'topics'>): ChainLog => ({
  data: '0x',
  blockNumber: 1,
  blockHash: '0xb1',
  transactionHash: '0xt1',
  logIndex: 0,
  ...over,
});
