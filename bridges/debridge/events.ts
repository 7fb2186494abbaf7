import { getAddress, type Hex, size, slice, toEventSelector } from 'viem';
import { getAbiItem } from 'viem/utils';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { destinationAbi, earlierDestinationAbi, sourceAbi } from './abi.ts';
import { chainIdOf, DLN_CHAINS, DLN_DESTINATION, DLN_SOURCE } from './contracts.ts';

const CREATED = toEventSelector(getAbiItem({ abi: sourceAbi, name: 'CreatedOrder' }));
const CANCELLED = toEventSelector(getAbiItem({ abi: sourceAbi, name: 'ClaimedOrderCancel' }));
const FULFILLED = toEventSelector(getAbiItem({ abi: destinationAbi, name: 'FulfilledOrder' }));
const FULFILLED_EARLIER = toEventSelector(getAbiItem({ abi: earlierDestinationAbi, name: 'FulfilledOrder' }));

const isHere = (chainId: number): boolean => (DLN_CHAINS as readonly number[]).includes(chainId);

export const watches = (chainId: number): readonly WatchedContract[] =>
  isHere(chainId)
    ? [
        { address: DLN_SOURCE, topics: [CREATED, CANCELLED] },
        { address: DLN_DESTINATION, topics: [FULFILLED, FULFILLED_EARLIER] },
      ]
    : [];

/** An order's id is the same on both sides. */
const keyOf = (originChainId: number, orderId: Hex): string => `debridge:${originChainId}:${orderId.toLowerCase()}`;

/** An EVM address, checksummed; those of other chains stay as they are. */
const party = (bytes: Hex): string => (size(bytes) === 20 ? getAddress(bytes) : bytes);

interface Order {
  readonly makerSrc: Hex;
  readonly giveChainId: bigint;
  readonly giveTokenAddress: Hex;
  readonly giveAmount: bigint;
  readonly takeChainId: bigint;
  readonly takeTokenAddress: Hex;
  readonly takeAmount: bigint;
  readonly receiverDst: Hex;
}

/** What both sides say of an order. `giveAmount` is what the solver gets: the fees are off it already. */
const orderFields = (order: Order, orderId: Hex): Record<string, string | bigint> => ({
  orderId,
  originChainId: BigInt(chainIdOf(Number(order.giveChainId))),
  destinationChainId: BigInt(chainIdOf(Number(order.takeChainId))),
  inputToken: party(order.giveTokenAddress),
  outputToken: party(order.takeTokenAddress),
  netInputAmount: order.giveAmount,
  outputAmount: order.takeAmount,
  depositor: party(order.makerSrc),
  recipient: party(order.receiverDst),
});

/** An integrator's own fee: its address, then the amount. */
const affiliateAmount = (affiliateFee: Hex): bigint => (size(affiliateFee) === 52 ? BigInt(slice(affiliateFee, 20)) : 0n);

export const decode = (log: RawLog): BridgeEvent | undefined => {
  if (!isHere(log.chainId)) return undefined;
  const at = log.address.toLowerCase();
  if (at === DLN_SOURCE.toLowerCase()) return decodeSource(log);
  return at === DLN_DESTINATION.toLowerCase() ? decodeDestination(log) : undefined;
};

const decodeSource = (log: RawLog): BridgeEvent | undefined => {
  const event = decodeLog(sourceAbi, log);
  if (event === undefined) return undefined;
  if (event.eventName === 'ClaimedOrderCancel') {
    const { orderId, beneficiary, paidAmount, giveTokenAddress } = event.args;
    return {
      kind: 'refund',
      transferKey: keyOf(log.chainId, orderId),
      fields: {
        orderId,
        originChainId: BigInt(log.chainId),
        refundedTo: beneficiary,
        refundedToken: giveTokenAddress,
        refundedAmount: paidAmount,
      },
    };
  }
  const { order, orderId, affiliateFee, nativeFixFee, percentFee, referralCode } = event.args;
  return {
    kind: 'deposit',
    transferKey: keyOf(log.chainId, orderId),
    fields: {
      ...orderFields(order, orderId),
      originChainId: BigInt(log.chainId),
      inputAmount: order.giveAmount + percentFee + affiliateAmount(affiliateFee),
      percentFee,
      nativeFixFee,
      referralCode: BigInt(referralCode),
    },
  };
};

const decodeDestination = (log: RawLog): BridgeEvent | undefined => {
  const event = decodeLog(destinationAbi, log);
  const earlier = event === undefined ? decodeLog(earlierDestinationAbi, log) : undefined;
  const args = event?.args ?? earlier?.args;
  if (args === undefined) return undefined;
  const { order, orderId, sender, unlockAuthority } = args;
  return {
    kind: 'fill',
    transferKey: keyOf(chainIdOf(Number(order.giveChainId)), orderId),
    fields: {
      ...orderFields(order, orderId),
      destinationChainId: BigInt(log.chainId),
      // A maker may lower what the order takes; the earlier event did not say to what.
      deliveredAmount: event?.args.actualFulfillAmount ?? order.takeAmount,
      deliveredTo: party(order.receiverDst),
      relayer: sender,
      unlockAuthority,
    },
  };
};
