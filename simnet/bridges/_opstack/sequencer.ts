import { type Address, decodeEventLog, getAbiItem, getAddress, type Hex, keccak256, size, slice, toEventSelector, toHex } from 'viem';
import { messengerAbi } from '#bridges/_opstack/abi.ts';
import { L1_CHAIN_ID, L2_MESSENGER, type OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { KEPT_BLOCKS, recentLogs } from '../../relayers/recent-logs.ts';
import type { FindJobs, Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { opStackAbi } from './abi.ts';

const DEPOSITED = toEventSelector(getAbiItem({ abi: opStackAbi, name: 'TransactionDeposited' }));
const RELAYED = toEventSelector(getAbiItem({ abi: messengerAbi, name: 'RelayedMessage' }));
const LOOK_BACK_BLOCKS = 512;

/** A deposit as the portal's opaque bytes have it: minted 32 | value 32 | gas 8 | is creation 1 | calldata (specs.optimism.io, deposits). */
interface Deposited {
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly gas: bigint;
  readonly data: Hex;
}

const VALUE_AT = 32;
const GAS_AT = 64;
const DATA_AT = 73;

const depositedIn = (topics: readonly [Hex, ...Hex[]], data: Hex): readonly Deposited[] => {
  const { args } = decodeEventLog({ abi: opStackAbi, eventName: 'TransactionDeposited', topics: topics as never, data });
  const { from, to, opaqueData } = args;
  if (size(opaqueData) <= DATA_AT) return [];
  const value = BigInt(slice(opaqueData, VALUE_AT, GAS_AT));
  return [{ from, to, value, gas: BigInt(slice(opaqueData, GAS_AT, GAS_AT + 8)), data: slice(opaqueData, DATA_AT) }];
};

/**
 * What the rollup's node does: carries out on the chain whatever was deposited for it on Ethereum, in the name of whoever sent it there
 * (a contract's address is aliased), with the ether that came along minted. Messages between the messengers alone: their calldata's hash is
 * the message's, so the other side says itself which it has.
 */
export const findDeposits =
  (chain: OpStackChain) =>
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === chain.chainId);
    if (l1 === undefined || l2 === undefined) return [];
    const logs = await recentLogs(l1, chain.l1.portal, DEPOSITED, LOOK_BACK_BLOCKS);
    const messages = logs.flatMap(({ topics, data }) => depositedIn(topics, data)).filter(({ to }) => getAddress(to) === L2_MESSENGER);
    if (messages.length === 0) return [];
    const relayed = new Set((await recentLogs(l2, L2_MESSENGER, RELAYED, KEPT_BLOCKS)).map(({ topics }) => topics[1]));
    return messages.filter(({ data }) => !relayed.has(keccak256(data))).map((message) => jobOf(chain, message));
  };

const jobOf = (chain: OpStackChain, { from, to, value, gas, data }: Deposited): Job => ({
  key: `${chain.id} ${keccak256(data)}`,
  chainId: chain.chainId,
  send: sendAs(from, { to, data, value, gas: toHex(gas + INTRINSIC_GAS) }),
});

/** A deposit's gas is that of its execution; on a chain of ours the transaction itself costs gas besides. */
const INTRINSIC_GAS = 100_000n;
