import { getAbiItem, getAddress, toEventSelector } from 'viem';
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

const decodeHop = (log: RawLog, { token, chainId }: Place): BridgeEvent | undefined => {
  const event = decodeLog(hopAbi, log);
  if (event === undefined) return undefined;
  const here = BigInt(chainId);
  switch (event.eventName) {
    case 'TransferSent': {
      const { transferId, chainId: destinationChainId, recipient, amount, bonderFee, amountOutMin, deadline } = event.args;
      return {
        kind: 'deposit',
        transferKey: bondedKey(transferId),
        fields: {
          ...tokenField('inputToken', token, here),
          ...tokenField('outputToken', token, destinationChainId),
          ...exactOut(destinationChainId, amount, bonderFee),
          inputAmount: amount,
          depositId: transferId,
          originChainId: here,
          destinationChainId,
          recipient: getAddress(recipient),
          bonderFee,
          amountOutMin,
          swapDeadline: deadline,
        },
      };
    }
    case 'TransferSentToL2': {
      const { chainId: destinationChainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee } = event.args;
      const transferKey = fromL1Key({ token, destinationChainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee });
      return {
        kind: 'deposit',
        transferKey,
        fields: {
          ...tokenField('inputToken', token, here),
          ...tokenField('outputToken', token, destinationChainId),
          inputAmount: amount,
          originChainId: here,
          destinationChainId,
          recipient: getAddress(recipient),
          bonderFee: relayerFee,
          amountOutMin,
          swapDeadline: deadline,
        },
      };
    }
    case 'CCTPTransferSent': {
      const { cctpNonce, chainId: destinationChainId, recipient, amount, bonderFee } = event.args;
      return {
        kind: 'deposit',
        transferKey: cctpKey(chainId, cctpNonce),
        fields: {
          ...tokenField('inputToken', token, here),
          ...tokenField('outputToken', token, destinationChainId),
          inputAmount: amount,
          outputAmount: amount - bonderFee,
          depositId: cctpNonce,
          originChainId: here,
          destinationChainId,
          recipient: getAddress(recipient),
          bonderFee,
        },
      };
    }
    case 'TransferFromL1Completed': {
      const { recipient, amount, amountOutMin, deadline, relayer, relayerFee } = event.args;
      return {
        kind: 'fill',
        transferKey: fromL1Key({ token, destinationChainId: here, recipient, amount, amountOutMin, deadline, relayer, relayerFee }),
        fields: {
          ...tokenField('outputToken', token, here),
          originChainId: BigInt(L1_CHAIN_ID),
          destinationChainId: here,
          inputAmount: amount,
          recipient: getAddress(recipient),
        },
      };
    }
    case 'WithdrawalBonded':
      return {
        kind: 'fill',
        transferKey: bondedKey(event.args.transferId),
        // The fee is taken from this on its way, and the log does not say how much.
        fields: { ...tokenField('outputToken', token, here), destinationChainId: here, bondedAmount: event.args.amount },
      };
    case 'Withdrew': {
      const { transferId, recipient, amount } = event.args;
      // Settled by its root, and so without a fee: on a layer-2 in hTokens.
      const money = chainId === L1_CHAIN_ID ? { deliveredAmount: amount } : { partial: 'true', hTokenAmount: amount };
      return {
        kind: 'fill',
        transferKey: bondedKey(transferId),
        fields: { ...tokenField('outputToken', token, here), destinationChainId: here, recipient: getAddress(recipient), ...money },
      };
    }
    case 'TokenSwap':
      return undefined;
  }
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
