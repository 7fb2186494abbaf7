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
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { spokeAbi } from './abi.ts';
import { type RecentLog, recentLogs } from './recent-logs.ts';

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

/** Malformed logs remembered, so that each is told of once and not each second. */
const MALFORMED_MAX = 1_000;

const readDeposit = (originChainId: bigint, { topics, data }: RecentLog): OpenDeposit => {
  const { args } = decodeEventLog({ abi: spokeAbi, eventName: 'FundsDeposited', topics: topics as never, data });
  const { destinationChainId, quoteTimestamp: _, ...rest } = args;
  const relayData = { ...rest, originChainId };
  const relayHash = keccak256(encodeAbiParameters([RELAY_DATA, { type: 'uint256' }], [relayData, destinationChainId]));
  return { relayData, destinationChainId: Number(destinationChainId), relayHash };
};

/** The deposits of a chain's last blocks. What bears the event's name and is no deposit is skipped, and told of once. */
type RecentDeposits = (link: ChainLink) => Promise<readonly OpenDeposit[]>;

export const createRecentDeposits = (logger: Logger): RecentDeposits => {
  const malformed = new Set<string>();
  const skip = (link: ChainLink, { transactionHash, logIndex }: RecentLog, error: unknown): void => {
    const id = `${link.chain.chainId}:${transactionHash}:${logIndex}`;
    if (malformed.has(id)) return;
    if (malformed.size >= MALFORMED_MAX) malformed.clear();
    malformed.add(id);
    logger.warn(
      { chain: link.chain.slug, transaction: transactionHash, error: String(error) },
      'a deposit that cannot be read is left alone',
    );
  };
  return async (link) => {
    const logs = await recentLogs(link, spokePoolOf(link.chain.chainId), DEPOSITED, LOOK_BACK_BLOCKS);
    return logs.flatMap((log) => {
      try {
        return [readDeposit(BigInt(link.chain.chainId), log)];
      } catch (error) {
        skip(link, log, error);
        return [];
      }
    });
  };
};

/** Those of the deposits that their destination has paid out; one whose destination is no chain of ours is not. */
export const filledOf = async (deposits: readonly OpenDeposit[], links: readonly ChainLink[]): Promise<ReadonlySet<OpenDeposit>> => {
  const filled = new Set<OpenDeposit>();
  for (const { chain, rpc } of links) {
    const bound = deposits.filter(({ destinationChainId }) => destinationChainId === chain.chainId);
    const calls = bound.map(({ relayHash }) => encodeFunctionData({ abi: spokeAbi, functionName: 'fillStatuses', args: [relayHash] }));
    const statuses = await rpc.callEach<Hex>(
      'eth_call',
      calls.map((data) => [{ to: spokePoolOf(chain.chainId), data }, 'latest']),
    );
    for (const [index, data] of statuses.entries()) {
      const status = decodeFunctionResult({ abi: spokeAbi, functionName: 'fillStatuses', data });
      if (status === 2n) filled.add(bound[index] as OpenDeposit);
    }
  }
  return filled;
};
