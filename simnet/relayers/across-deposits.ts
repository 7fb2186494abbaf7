import {
  decodeEventLog,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  keccak256,
  toEventSelector,
} from 'viem';
import type { ChainLink } from '../chains/chain-link.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { spokeAbi } from './abi.ts';
import { recentLogs } from './recent-logs.ts';

/** A deposit as the contracts hash it. */
export interface RelayData {
  readonly depositor: Hex;
  readonly recipient: Hex;
  readonly exclusiveRelayer: Hex;
  readonly inputToken: Hex;
  readonly outputToken: Hex;
  readonly inputAmount: bigint;
  readonly outputAmount: bigint;
  readonly originChainId: bigint;
  readonly depositId: bigint;
  /** Epoch seconds. */
  readonly fillDeadline: number;
  readonly exclusivityDeadline: number;
  readonly message: Hex;
}

export interface OpenDeposit {
  readonly relayData: RelayData;
  readonly destinationChainId: number;
  /** Names the deposit by all that it is: after a reorg another one can have its id. */
  readonly relayHash: Hex;
}

const DEPOSITED = toEventSelector(getAbiItem({ abi: spokeAbi, name: 'FundsDeposited' }));
/** The struct of fillRelay, as the pool hashes it together with the destination. */
const RELAY_DATA = getAbiItem({ abi: spokeAbi, name: 'fillRelay' }).inputs[0];
/** Some minutes on the fastest chain, a quarter of an hour on the slowest. */
const LOOK_BACK_BLOCKS = 512;

/** The deposits of a chain's last blocks. */
export const recentDeposits = async (link: ChainLink): Promise<readonly OpenDeposit[]> => {
  const originChainId = BigInt(link.chain.chainId);
  const logs = await recentLogs(link, spokePoolOf(link.chain.chainId), DEPOSITED, LOOK_BACK_BLOCKS);
  return logs.map(({ topics, data }) => {
    const { args } = decodeEventLog({ abi: spokeAbi, eventName: 'FundsDeposited', topics: topics as never, data });
    const { destinationChainId, quoteTimestamp: _, ...rest } = args;
    const relayData = { ...rest, originChainId };
    const relayHash = keccak256(encodeAbiParameters([RELAY_DATA, { type: 'uint256' }], [relayData, destinationChainId]));
    return { relayData, destinationChainId: Number(destinationChainId), relayHash };
  });
};

/** Whether the destination has paid a deposit out. */
export const isFilled = async (destination: ChainLink, { relayHash }: OpenDeposit): Promise<boolean> => {
  const data = encodeFunctionData({ abi: spokeAbi, functionName: 'fillStatuses', args: [relayHash] });
  const result = await destination.rpc.call<Hex>('eth_call', [{ to: spokePoolOf(destination.chain.chainId), data }, 'latest']);
  return decodeFunctionResult({ abi: spokeAbi, functionName: 'fillStatuses', data: result }) === 2n;
};
