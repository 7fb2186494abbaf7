import {
  type Address,
  decodeEventLog,
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  keccak256,
  slice,
  toEventSelector,
} from 'viem';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { spokeAbi } from './abi.ts';
import { createRecentDeposits, filledOf, type OpenDeposit } from './across-deposits.ts';
import { KEPT_BLOCKS, recentLogs } from './recent-logs.ts';
import type { FindJobs, Job } from './relay-loop.ts';

const EXECUTED = toEventSelector(getAbiItem({ abi: spokeAbi, name: 'ExecutedRelayerRefundRoot' }));
const RELAYED = toEventSelector(getAbiItem({ abi: spokeAbi, name: 'RelayedRootBundle' }));
const LEAF = getAbiItem({ abi: spokeAbi, name: 'executeRelayerRefundLeaf' }).inputs[1];
const NO_ROOT: Hex = `0x${'0'.repeat(64)}`;

/** The leaf's number names the deposit that it refunds, so that the chain itself says what has been refunded. */
const leafIdOf = ({ relayHash }: OpenDeposit): number => Number(slice(relayHash, 0, 4));

/**
 * What the data worker of Across does for deposits whose deadline has passed without a fill: a root bundle with a refund of the whole
 * input to the depositor. One leaf is a tree of its own, whose root is the leaf's hash. It is the chains' own time that counts: until the
 * destination's has passed the deadline its pool takes a fill, and the money would be paid twice.
 */
export const findRefunds = (links: readonly ChainLink[], logger: Logger): FindJobs => {
  const recentDeposits = createRecentDeposits(logger);
  return async () => {
    const times = new Map(await Promise.all(links.map(async (link) => [link.chain.chainId, await timeOf(link)] as const)));
    const jobs: Job[] = [];
    for (const origin of links) {
      const hasExpired = ({ relayData, destinationChainId }: OpenDeposit): boolean =>
        [origin.chain.chainId, destinationChainId].every(
          (chainId) => relayData.fillDeadline < (times.get(chainId) ?? Number.POSITIVE_INFINITY),
        );
      const expired = (await recentDeposits(origin)).filter(hasExpired);
      if (expired.length === 0) continue;
      const refunded = await leavesExecuted(origin);
      const unsettled = expired.filter((deposit) => !refunded.has(leafIdOf(deposit)));
      const filled = await filledOf(unsettled, links);
      for (const deposit of unsettled) {
        if (filled.has(deposit)) continue;
        jobs.push({ key: `refund ${deposit.relayHash}`, chainId: origin.chain.chainId, send: (link) => refund(link, deposit) });
      }
    }
    return jobs;
  };
};

/** Of the newest block, epoch seconds. */
const timeOf = async (link: ChainLink): Promise<number> =>
  Number((await link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false])).timestamp);

const leavesExecuted = async (link: ChainLink): Promise<ReadonlySet<number>> =>
  new Set(
    (await recentLogs(link, spokePoolOf(link.chain.chainId), EXECUTED, KEPT_BLOCKS)).map(
      ({ topics, data }) =>
        decodeEventLog({ abi: spokeAbi, eventName: 'ExecutedRelayerRefundRoot', topics: topics as never, data }).args.leafId,
    ),
  );

const refund = async (link: ChainLink, deposit: OpenDeposit): Promise<Hex> => {
  const { relayData } = deposit;
  const spoke = spokePoolOf(link.chain.chainId);
  const leaf = {
    amountToReturn: 0n,
    chainId: BigInt(link.chain.chainId),
    refundAmounts: [relayData.inputAmount],
    leafId: leafIdOf(deposit),
    l2TokenAddress: addressIn(relayData.inputToken),
    refundAddresses: [addressIn(relayData.depositor)],
  };
  const root = keccak256(encodeAbiParameters([LEAF], [leaf]));
  const [relayed] = await link.send([
    { to: spoke, data: encodeFunctionData({ abi: spokeAbi, functionName: 'relayRootBundle', args: [root, NO_ROOT] }) },
  ]);
  const log = relayed?.logs.find(({ topics }) => topics[0] === RELAYED);
  if (log === undefined) throw new Error(`${link.chain.slug}: the spoke pool did not take a root bundle`);
  const { rootBundleId } = decodeEventLog({
    abi: spokeAbi,
    eventName: 'RelayedRootBundle',
    topics: log.topics as never,
    data: log.data,
  }).args;
  const [executed] = await link.send([
    { to: spoke, data: encodeFunctionData({ abi: spokeAbi, functionName: 'executeRelayerRefundLeaf', args: [rootBundleId, leaf, []] }) },
  ]);
  if (executed === undefined) throw new Error(`${link.chain.slug}: the refund was not sent`);
  return executed.transactionHash;
};

/** An address in the 32 bytes that Across writes them in. */
const addressIn = (word: Hex): Address => slice(word, 12, 32);
