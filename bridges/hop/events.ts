import { type DecodeEventLogReturnType, getAbiItem, getAddress, type Hex, toEventSelector } from 'viem';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { cctpAbi, hopAbi } from './abi.ts';
import { burnMessage, chainIdOfDomain } from './cctp-v1.ts';
import { assetOf, hopCctp, L1_CHAIN_ID } from './contracts.ts';
import { bondedKey, cctpKey, fromL1Key } from './keys.ts';
import { type Place, placeAt, places } from './places.ts';

type HopEvent = Extract<(typeof hopAbi)[number], { type: 'event' }>['name'];

const topic = (name: HopEvent): string => toEventSelector(getAbiItem({ abi: hopAbi, name }));

const TOPICS: Readonly<Record<Place['role'], readonly string[]>> = {
  'l1-bridge': (['TransferSentToL2', 'WithdrawalBonded', 'Withdrew'] as const).map(topic),
  'l2-bridge': (['TransferSent', 'TransferFromL1Completed', 'WithdrawalBonded', 'Withdrew'] as const).map(topic),
  swap: [topic('TokenSwap')],
  cctp: [topic('CCTPTransferSent')],
  transmitter: [toEventSelector(getAbiItem({ abi: cctpAbi, name: 'MessageReceived' }))],
};

/** Bridges tell of transfers, pools of what their last step gave, HopCCTP and Circle's transmitter of USDC. */
export const watches = (chainId: number): readonly WatchedContract[] =>
  places(chainId).map(({ role, address }) => ({ address, topics: TOPICS[role] }));

/** A side's token, by its address; absent where the registry does not list it. */
const tokenField = (name: 'inputToken' | 'outputToken', token: string, chainId: number | bigint): Record<string, string> => {
  const asset = assetOf(token, Number(chainId));
  return asset === undefined ? {} : { [name]: asset.address };
};

/** What is paid on Ethereum is what was sent less the bonder's fee; what a pool pays is only known when it has. */
const exactOut = (destinationChainId: bigint, amount: bigint, fee: bigint): Record<string, bigint> =>
  destinationChainId === BigInt(L1_CHAIN_ID) ? { outputAmount: amount - fee } : {};

/**
 * Reads one log. It does not say everything: a payment on a layer-2 is told with the pool's log beside it (`decodeTogether`), who sent is in no log,
 * and the amount of a deposit on a layer-2 is in hTokens until that log is read with it.
 */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  const place = placeAt(log.chainId, log.address);
  if (place === undefined || !TOPICS[place.role].includes(log.topics[0] ?? '')) return undefined;
  return place.role === 'transmitter' ? receivedThroughCircle(log) : decodeHop(log, place);
};

type Read = DecodeEventLogReturnType<typeof hopAbi>;
type Args<N extends HopEvent> = Extract<Read, { eventName: N }>['args'];

const decodeHop = (log: RawLog, place: Place): BridgeEvent | undefined => {
  const event = decodeLog(hopAbi, log);
  switch (event?.eventName) {
    case 'TransferSent':
      return sentFromL2(event.args, place);
    case 'TransferSentToL2':
      return sentFromL1(event.args, place);
    case 'CCTPTransferSent':
      return sentThroughCircle(event.args, place);
    case 'TransferFromL1Completed':
      return arrivedFromL1(event.args, place);
    case 'WithdrawalBonded':
    case 'Withdrew':
      return withdrawn(event, place);
    default:
      return undefined;
  }
};

/** What every deposit says. */
const departure = ({ token, chainId }: Place, told: { destinationChainId: bigint; recipient: Hex; amount: bigint; bonderFee: bigint }) => ({
  ...tokenField('inputToken', token, chainId),
  ...tokenField('outputToken', token, told.destinationChainId),
  inputAmount: told.amount,
  originChainId: BigInt(chainId),
  destinationChainId: told.destinationChainId,
  recipient: getAddress(told.recipient),
  bonderFee: told.bonderFee,
});

const sentFromL2 = (args: Args<'TransferSent'>, place: Place): BridgeEvent => {
  const { transferId, chainId: destinationChainId, amount, bonderFee, amountOutMin, deadline } = args;
  return {
    kind: 'deposit',
    transferKey: bondedKey(transferId),
    fields: {
      ...departure(place, { ...args, destinationChainId }),
      ...exactOut(destinationChainId, amount, bonderFee),
      depositId: transferId,
      amountOutMin,
      swapDeadline: deadline,
    },
  };
};

const sentFromL1 = (args: Args<'TransferSentToL2'>, place: Place): BridgeEvent => {
  const { chainId: destinationChainId, relayerFee, amountOutMin, deadline } = args;
  return {
    kind: 'deposit',
    transferKey: fromL1Key({ ...args, token: place.token, destinationChainId }),
    fields: { ...departure(place, { ...args, destinationChainId, bonderFee: relayerFee }), amountOutMin, swapDeadline: deadline },
  };
};

const sentThroughCircle = (args: Args<'CCTPTransferSent'>, place: Place): BridgeEvent => {
  const { cctpNonce, chainId: destinationChainId, amount, bonderFee } = args;
  return {
    kind: 'deposit',
    transferKey: cctpKey(place.chainId, cctpNonce),
    fields: { ...departure(place, { ...args, destinationChainId }), outputAmount: amount - bonderFee, depositId: cctpNonce },
  };
};

const arrivedFromL1 = (args: Args<'TransferFromL1Completed'>, { token, chainId }: Place): BridgeEvent => {
  const destinationChainId = BigInt(chainId);
  return {
    kind: 'fill',
    transferKey: fromL1Key({ ...args, token, destinationChainId }),
    fields: {
      ...tokenField('outputToken', token, chainId),
      originChainId: BigInt(L1_CHAIN_ID),
      destinationChainId,
      inputAmount: args.amount,
      recipient: getAddress(args.recipient),
    },
  };
};

const withdrawn = (event: Extract<Read, { eventName: 'WithdrawalBonded' | 'Withdrew' }>, { token, chainId }: Place): BridgeEvent => {
  const { transferId, amount } = event.args;
  const common = { ...tokenField('outputToken', token, chainId), destinationChainId: BigInt(chainId) };
  const told = { kind: 'fill' as const, transferKey: bondedKey(transferId) };
  if (event.eventName === 'WithdrawalBonded') {
    // The bonder's fee is taken from this on its way, and the log does not say how much; on Ethereum nothing else is, and the id commits to it.
    const exact = chainId === L1_CHAIN_ID ? { asQuoted: 'true' } : {};
    return { ...told, fields: { ...common, bondedAmount: amount, ...exact } };
  }
  // Settled by its root, and so without a fee: on a layer-2 in hTokens.
  const money = chainId === L1_CHAIN_ID ? { deliveredAmount: amount } : { partial: 'true', hTokenAmount: amount };
  return { ...told, fields: { ...common, recipient: getAddress(event.args.recipient), ...money } };
};

/** A message of Circle's is Hop's when Hop's contract burned for it. */
const receivedThroughCircle = (log: RawLog): BridgeEvent | undefined => {
  const event = decodeLog(cctpAbi, log);
  const message = event && burnMessage(event.args.messageBody);
  const origin = event && chainIdOfDomain(event.args.sourceDomain);
  if (event === undefined || message === undefined || origin === undefined) return undefined;
  if (hopCctp(origin)?.toLowerCase() !== message.messageSender.toLowerCase()) return undefined;
  const destinationChainId = BigInt(log.chainId);
  return {
    kind: 'fill',
    transferKey: cctpKey(origin, event.args.nonce),
    fields: {
      ...tokenField('outputToken', 'USDC', destinationChainId),
      originChainId: BigInt(origin),
      destinationChainId,
      recipient: getAddress(message.mintRecipient),
      deliveredAmount: message.amount,
    },
  };
};
