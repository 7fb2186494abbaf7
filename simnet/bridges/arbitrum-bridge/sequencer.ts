import { type Address, decodeEventLog, encodeFunctionData, getAbiItem, type Hex, toEventSelector, toHex } from 'viem';
import { bridgeAbi, inboxAbi, retryableAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { ARB_RETRYABLE_TX, BRIDGE, INBOX, L1_CHAIN_ID, L2_CHAIN_ID } from '#bridges/arbitrum-bridge/contracts.ts';
import { type Delivered, type Retryable, readRetryable, SUBMIT_RETRYABLE, ticketIdOf } from '#bridges/arbitrum-bridge/ticket.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import { KEPT_BLOCKS, recentLogs } from '../../relayers/recent-logs.ts';
import type { FindJobs, Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { standInAbi } from './abi.ts';

const DELIVERED = toEventSelector(getAbiItem({ abi: bridgeAbi, name: 'MessageDelivered' }));
const SHOWN = toEventSelector(getAbiItem({ abi: inboxAbi, name: 'InboxMessageDelivered' }));
const REDEEMED = toEventSelector(getAbiItem({ abi: retryableAbi, name: 'RedeemScheduled' }));
const LOOK_BACK_BLOCKS = 512;

const SEQUENCER = simnetAddress('arbitrum sequencer');

interface Ticket {
  readonly id: Hex;
  readonly retryable: Retryable;
  readonly message: Delivered;
}

/**
 * What the chain's node does: carries out on Arbitrum the tickets that were created on Ethereum, in the name of whoever sent them there (as an
 * alias), with the ether that came along minted, and tells of each at 0x6e. A node tells first; here the redeem goes first, as its hash is told.
 * Neither refunds nor `depositEth`, which the adapter does not use.
 */
export const findTickets =
  (links: readonly ChainLink[]): FindJobs =>
  async () => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === L2_CHAIN_ID);
    if (l1 === undefined || l2 === undefined) return [];
    const tickets = await ticketsOn(l1);
    if (tickets.length === 0) return [];
    const redeemed = new Set((await recentLogs(l2, ARB_RETRYABLE_TX, REDEEMED, KEPT_BLOCKS)).map(({ topics }) => topics[1]));
    return tickets.filter(({ id }) => !redeemed.has(id)).map(jobOf);
  };

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

const jobOf = ({ id, retryable, message }: Ticket): Job => ({
  key: `arbitrum ticket ${id}`,
  chainId: L2_CHAIN_ID,
  send: async (link) => {
    const { to, data, callValue, gasLimit, maxFeePerGas, excessFeeRefundAddress, maxSubmissionCost } = retryable;
    const redeem = await sendAs(message.sender, { to, data, value: callValue, gas: toHex(gasLimit) })(link);
    const told = encodeFunctionData({
      abi: standInAbi,
      functionName: 'submitted',
      args: [id, redeem, gasLimit, excessFeeRefundAddress, gasLimit * maxFeePerGas, maxSubmissionCost],
    });
    return sendAs(SEQUENCER, { to: ARB_RETRYABLE_TX as Address, data: told })(link);
  },
});
