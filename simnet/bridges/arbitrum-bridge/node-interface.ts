import { decodeEventLog, getAbiItem, type Hex, keccak256, toEventSelector, toHex } from 'viem';
import { arbSysAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { ARB_SYS, NODE_INTERFACE } from '#bridges/arbitrum-bridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { KEPT_BLOCKS, recentLogs } from '../../relayers/recent-logs.ts';

const LEFT = toEventSelector(getAbiItem({ abi: arbSysAbi, name: 'L2ToL1Tx' }));

const word = (value: bigint): Hex => toHex(value, { size: 32 });
/** Where the stand-in keeps how many items it has, and the first of them. */
const COUNT_SLOT = word(0n);
const FIRST_SLOT = BigInt(keccak256(COUNT_SLOT));

/** Lets the stand-in of 0xc8 know what a node would find in its own logs: each message that left lately, by its place. Older ones it was told before. */
export const tellNodeInterface = async (l2: ChainLink): Promise<void> => {
  const write = (slot: Hex, value: Hex) => l2.rpc.call('anvil_setStorageAt', [NODE_INTERFACE, slot, value]);
  let count = 0n;
  for (const { topics, data } of await recentLogs(l2, ARB_SYS, LEFT, KEPT_BLOCKS)) {
    const { hash, position } = decodeEventLog({ abi: arbSysAbi, eventName: 'L2ToL1Tx', topics: topics as never, data }).args;
    await write(word(FIRST_SLOT + position), word(hash));
    count = position + 1n;
  }
  if (count > 0n) await write(COUNT_SLOT, word(count));
};
