import { type Address, decodeEventLog, encodeFunctionData, getAbiItem, type Hex, toEventSelector, toHex } from 'viem';
import { bridgeAbi, inboxAbi, retryableAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { ARB_RETRYABLE_TX, BRIDGE, INBOX, L1_CHAIN_ID, L2_CHAIN_ID } from '#bridges/arbitrum-bridge/contracts.ts';
import { type Delivered, type Retryable, readRetryable, SUBMIT_RETRYABLE, ticketIdOf } from '#bridges/arbitrum-bridge/ticket.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import { KEPT_BLOCKS, type RecentLog, recentLogs } from '../../relayers/recent-logs.ts';
import type { FindJobs, Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { standInAbi } from './abi.ts';

const DELIVERED = toEventSelector(getAbiItem({ abi: bridgeAbi, name: 'MessageDelivered' }));
const SHOWN = toEventSelector(getAbiItem({ abi: inboxAbi, name: 'InboxMessageDelivered' }));
const REDEEMED = toEventSelector(getAbiItem({ abi: retryableAbi, name: 'RedeemScheduled' }));
const ASKED = toEventSelector(getAbiItem({ abi: standInAbi, name: 'RedeemAsked' }));
const LOOK_BACK_BLOCKS = 512;

const SEQUENCER = simnetAddress('arbitrum sequencer');

interface Ticket {
  readonly id: Hex;
  readonly retryable: Retryable;
  readonly message: Delivered;
}

/** A redeem that somebody asked for. */
interface Asked {
  readonly ticketId: Hex;
  readonly sequenceNum: bigint;
  readonly gasDonor: Address;
}

/**
 * What the chain's node does: carries out on Arbitrum the tickets that were created on Ethereum, in the name of whoever sent them there (as an
 * alias), with the ether that came along minted, and tells of each at 0x6e; and again when somebody asks there. A node tells first; here the redeem
 * goes first, as its hash is told, and tells whether it succeeded by its receipt alone. Neither refunds nor `depositEth`, which the adapter does not use.
 */
export const findTickets =
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === L2_CHAIN_ID);
    if (l1 === undefined || l2 === undefined) return [];
    const tickets = await ticketsOn(l1);
    if (tickets.length === 0) return [];
    const redeems = await recentLogs(l2, ARB_RETRYABLE_TX, REDEEMED, KEPT_BLOCKS);
    const tried = new Set(redeems.map(({ topics }) => topics[1]));
    return [...tickets.filter(({ id }) => !tried.has(id)).map(jobOf), ...(await askedAgain(l2, tickets, redeems))];
  };

/** One redeem a ticket and round: the next needs to know how it ended. One that was paid is there no more, and is not paid again. */
const askedAgain = async (l2: ChainLink, tickets: readonly Ticket[], redeems: readonly RecentLog[]): Promise<readonly Job[]> => {
  const jobs = new Map<Hex, Job>();
  for (const asked of await askedOn(l2)) {
    const ticket = tickets.find(({ id }) => id === asked.ticketId);
    const before = redeems.filter(({ topics }) => topics[1] === asked.ticketId);
    const isDone = before.some(({ topics }) => BigInt(topics[3] ?? 0) === asked.sequenceNum);
    if (ticket === undefined || isDone || jobs.has(ticket.id) || (await isPaid(l2, before))) continue;
    jobs.set(ticket.id, redeemJob(ticket, asked));
  }
  return [...jobs.values()];
};

const isPaid = async (l2: ChainLink, redeems: readonly RecentLog[]): Promise<boolean> => {
  const receipts = redeems.map(({ topics }) => l2.rpc.call<{ status: Hex } | null>('eth_getTransactionReceipt', [topics[2]]));
  return (await Promise.all(receipts)).some((receipt) => receipt?.status === '0x1');
};

const askedOn = async (l2: ChainLink): Promise<readonly Asked[]> =>
  (await recentLogs(l2, ARB_RETRYABLE_TX, ASKED, KEPT_BLOCKS)).map(
    ({ topics, data }) => decodeEventLog({ abi: standInAbi, eventName: 'RedeemAsked', topics: topics as never, data }).args,
  );

const ticketsOn = async (l1: ChainLink): Promise<readonly Ticket[]> => {
  const shown = await recentLogs(l1, INBOX, SHOWN, LOOK_BACK_BLOCKS);
  if (shown.length === 0) return [];
  const messages = new Map<bigint, Hex>();
  for (const { topics, data } of shown) {
    const { args } = decodeEventLog({ abi: inboxAbi, eventName: 'InboxMessageDelivered', topics: topics as never, data });
    messages.set(args.messageNum, args.data);
  }
  return (await recentLogs(l1, BRIDGE, DELIVERED, LOOK_BACK_BLOCKS)).flatMap(({ topics, data }) => {
    const { args } = decodeEventLog({ abi: bridgeAbi, eventName: 'MessageDelivered', topics: topics as never, data });
    const retryable = readRetryable(messages.get(args.messageIndex) ?? '0x');
    if (args.kind !== SUBMIT_RETRYABLE || retryable === undefined) return [];
    const message = { messageNumber: args.messageIndex, sender: args.sender, baseFee: args.baseFeeL1 };
    return [{ id: ticketIdOf(retryable, message), retryable, message }];
  });
};

const retry = ({ message, retryable: { to, data, callValue, gasLimit } }: Ticket, link: ChainLink): Promise<Hex> =>
  sendAs(message.sender, { to, data, value: callValue, gas: toHex(gasLimit) })(link);

const tell = (data: Hex, link: ChainLink): Promise<Hex> => sendAs(SEQUENCER, { to: ARB_RETRYABLE_TX as Address, data })(link);

const jobOf = (ticket: Ticket): Job => ({
  key: `arbitrum ticket ${ticket.id}`,
  chainId: L2_CHAIN_ID,
  send: async (link) => {
    const { gasLimit, maxFeePerGas, excessFeeRefundAddress, maxSubmissionCost } = ticket.retryable;
    const args = [
      ticket.id,
      await retry(ticket, link),
      gasLimit,
      excessFeeRefundAddress,
      gasLimit * maxFeePerGas,
      maxSubmissionCost,
    ] as const;
    return tell(encodeFunctionData({ abi: standInAbi, functionName: 'submitted', args }), link);
  },
});

const redeemJob = (ticket: Ticket, { sequenceNum, gasDonor }: Asked): Job => ({
  key: `arbitrum redeem ${ticket.id} ${sequenceNum}`,
  chainId: L2_CHAIN_ID,
  send: async (link) => {
    const args = [ticket.id, await retry(ticket, link), sequenceNum, ticket.retryable.gasLimit, gasDonor] as const;
    return tell(encodeFunctionData({ abi: standInAbi, functionName: 'redeemed', args }), link);
  },
});
