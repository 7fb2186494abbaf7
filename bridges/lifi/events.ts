import { getAddress } from 'viem';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { diamondEvents } from './abi.ts';
import { isDiamond } from './contracts.ts';
import { manifest } from './manifest.ts';

/**
 * Nothing is watched: the diamond calls the bridge that was picked in the same transaction, and that bridge's own deposit is followed to its
 * end as the transfer that it is. Counted here too it would be there twice, and never end: most bridges pay out without the diamond.
 */
export const watches = (): readonly WatchedContract[] => [];

/** Reads what the diamond logs of a transfer, for whoever holds such a log: `npm run bridge -- decode`. */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  if (!isDiamond(log.address) || !manifest.chains.includes(log.chainId)) return undefined;
  const event = decodeLog(diamondEvents, log);
  if (event === undefined) return undefined;
  if (event.eventName === 'LiFiTransferStarted') {
    const { transactionId, bridge, integrator, sendingAssetId, receiver, minAmount, destinationChainId, hasSourceSwaps } =
      event.args.bridgeData;
    return {
      kind: 'deposit',
      transferKey: `lifi:${log.chainId}:${transactionId.toLowerCase()}`,
      fields: {
        transactionId,
        bridge,
        integrator,
        inputToken: getAddress(sendingAssetId),
        recipient: getAddress(receiver),
        // With an exchange before it, what is left after that.
        inputAmount: minAmount,
        originChainId: BigInt(log.chainId),
        destinationChainId,
        hasSourceSwaps: String(hasSourceSwaps),
      },
    };
  }
  const { transactionId, receivingAssetId, receiver, amount } = event.args;
  return {
    kind: 'fill',
    // Names no origin: which chain it began on only LI.FI knows.
    fields: {
      transactionId,
      outputToken: getAddress(receivingAssetId),
      deliveredTo: getAddress(receiver),
      deliveredAmount: amount,
      destinationChainId: BigInt(log.chainId),
    },
  };
};
