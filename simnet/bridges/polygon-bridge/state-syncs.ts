import {
  type Address,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  hexToNumber,
  parseAbi,
  toEventSelector,
  toHex,
  toRlp,
} from 'viem';
import { stateSenderAbi } from '#bridges/polygon-bridge/abi.ts';
import { L1_CHAIN_ID, L2_CHAIN_ID, STATE_RECEIVER, STATE_SENDER } from '#bridges/polygon-bridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type RecentLog, recentLogs } from '../../relayers/recent-logs.ts';
import type { FindJobs, Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';

/** Signatures: maticnetwork/genesis-contracts, StateReceiver. */
const receiverAbi = parseAbi([
  'function lastStateId() view returns (uint256)',
  'function commitState(uint256 syncTime, bytes recordBytes) returns (bool success)',
]);

const SYNCED = toEventSelector(getAbiItem({ abi: stateSenderAbi, name: 'StateSynced' }));
const LOOK_BACK_BLOCKS = 512;

/**
 * Blocks of Ethereum that a state must lie below. On the mainnets validators wait until it is final: a number that went to Polygon and was
 * dropped by a reorg would be given away again, and the receiver takes each number once. Reorgs that are played here are no deeper than this.
 */
export const SETTLED_BLOCKS = 12;

/** In whose name a chain's own node writes to its system contracts. */
const SYSTEM: Address = '0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE';

/** A system transaction has no limit of its own; a mint needs a small part of this. */
const GAS = toHex(5_000_000);

interface State {
  readonly id: bigint;
  readonly receiver: Address;
  readonly data: Hex;
}

const stateIn = ({ topics, data }: RecentLog): State => {
  const { args } = decodeEventLog({ abi: stateSenderAbi, eventName: 'StateSynced', topics: topics as never, data });
  return { id: args.id, receiver: args.contractAddress, data: args.data };
};

const lastStateId = async ({ rpc }: ChainLink): Promise<bigint> => {
  const data = encodeFunctionData({ abi: receiverAbi, functionName: 'lastStateId' });
  const answer = await rpc.call<Hex>('eth_call', [{ to: STATE_RECEIVER, data }, 'latest']);
  return decodeFunctionResult({ abi: receiverAbi, functionName: 'lastStateId', data: answer });
};

/** What the validators do there: tell Polygon's receiver all that Ethereum's sender has numbered, one after another. */
export const findStateSyncs =
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === L2_CHAIN_ID);
    if (l1 === undefined || l2 === undefined) return [];
    const settled = hexToNumber(await l1.rpc.call<Hex>('eth_blockNumber')) - SETTLED_BLOCKS;
    const logs = await recentLogs(l1, STATE_SENDER, SYNCED, LOOK_BACK_BLOCKS);
    const states = logs.filter(({ blockNumber }) => hexToNumber(blockNumber) <= settled).map(stateIn);
    if (states.length === 0) return [];
    const last = await lastStateId(l2);
    return states.filter(({ id }) => id > last).map(jobOf);
  };

/** The chain's own clock mines: those of one round follow each other by their nonces. */
const jobOf = ({ id, receiver, data }: State): Job => ({
  key: `polygon state ${id} ${data}`,
  chainId: L2_CHAIN_ID,
  send: async (link) => {
    const record = toRlp([toHex(id), receiver, data]);
    const call = encodeFunctionData({ abi: receiverAbi, functionName: 'commitState', args: [0n, record] });
    return sendAs(SYSTEM, { to: STATE_RECEIVER, data: call, gas: GAS })(link);
  },
});
