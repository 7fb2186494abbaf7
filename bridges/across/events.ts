import { getAddress, type Hex, toEventSelector } from 'viem';
import { spokePool } from '../_across/spoke-pool.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { spokePoolAbi } from './abi.ts';

const TOPICS = spokePoolAbi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : []));

/** The spoke pool of a chain, with every event that tells of a transfer, in its present and its earlier form. */
export const watches = (chainId: number): readonly WatchedContract[] => {
  const address = spokePool(chainId);
  return address === undefined ? [] : [{ address, topics: TOPICS }];
};

/** Ids are 256 bits wide (unsafeDeposit) and can come from chains that we do not know. */
const keyOf = (originChainId: number | bigint, depositId: number | bigint): string => `across:${originChainId}:${depositId}`;

/** An address of either form, checksummed; 32 bytes that hold no EVM address stay as they are. */
const party = (value: Hex): string => {
  if (value.length === 42) return getAddress(value);
  return /^0x0{24}/.test(value) ? getAddress(`0x${value.slice(26)}`) : value;
};

/** 0 fast, 1 in place of a slow fill, 2 slow: FilledRelay.relayExecutionInfo.fillType. */
const FILL_TYPES = ['fast', 'replaced-slow', 'slow'] as const;

interface RelayData {
  readonly inputToken: Hex;
  readonly outputToken: Hex;
  readonly inputAmount: bigint;
  readonly outputAmount: bigint;
  readonly fillDeadline: number;
  readonly exclusivityDeadline: number;
  readonly exclusiveRelayer: Hex;
  readonly depositor: Hex;
  readonly recipient: Hex;
  readonly depositId: bigint | number;
}

const relayFields = (args: RelayData): Record<string, string | bigint> => ({
  inputToken: party(args.inputToken),
  outputToken: party(args.outputToken),
  inputAmount: args.inputAmount,
  outputAmount: args.outputAmount,
  fillDeadline: BigInt(args.fillDeadline),
  exclusivityDeadline: BigInt(args.exclusivityDeadline),
  exclusiveRelayer: party(args.exclusiveRelayer),
  depositor: party(args.depositor),
  recipient: party(args.recipient),
  depositId: BigInt(args.depositId),
});

/** Reads one log. Only a spoke pool of the address book is listened to: the same event from elsewhere is not Across's. */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  if (spokePool(log.chainId)?.toLowerCase() !== log.address.toLowerCase()) return undefined;
  const event = decodeLog(spokePoolAbi, log);
  if (event === undefined) return undefined;
  switch (event.eventName) {
    case 'FundsDeposited':
    case 'V3FundsDeposited':
      return {
        kind: 'deposit',
        transferKey: keyOf(log.chainId, event.args.depositId),
        fields: {
          ...relayFields(event.args),
          originChainId: BigInt(log.chainId),
          destinationChainId: event.args.destinationChainId,
          quoteTimestamp: BigInt(event.args.quoteTimestamp),
          message: event.args.message,
        },
      };
    case 'FilledRelay':
    case 'FilledV3Relay': {
      const { relayExecutionInfo, relayer, repaymentChainId, originChainId } = event.args;
      return {
        kind: 'fill',
        transferKey: keyOf(originChainId, event.args.depositId),
        fields: {
          ...relayFields(event.args),
          originChainId,
          destinationChainId: BigInt(log.chainId),
          repaymentChainId,
          relayer: party(relayer),
          deliveredAmount: relayExecutionInfo.updatedOutputAmount,
          deliveredTo: party(relayExecutionInfo.updatedRecipient),
          fillType: FILL_TYPES[relayExecutionInfo.fillType] ?? String(relayExecutionInfo.fillType),
        },
      };
    }
    case 'ExecutedRelayerRefundRoot': {
      // Pays relayers and the depositors of expired deposits alike, and names no deposit: who got how much is all it says.
      const { refundAddresses, refundAmounts, l2TokenAddress, rootBundleId, leafId } = event.args;
      return {
        kind: 'refund',
        fields: {
          originChainId: BigInt(log.chainId),
          token: getAddress(l2TokenAddress),
          paid: refundAddresses.map((to, index) => `${getAddress(to)}=${refundAmounts[index] ?? 0n}`).join(','),
          rootBundleId: BigInt(rootBundleId),
          leafId: BigInt(leafId),
        },
      };
    }
    case 'RequestedSlowFill':
    case 'RequestedV3SlowFill':
      return {
        kind: 'slow-fill-requested',
        transferKey: keyOf(event.args.originChainId, event.args.depositId),
        fields: { ...relayFields(event.args), originChainId: event.args.originChainId, destinationChainId: BigInt(log.chainId) },
      };
    case 'RequestedSpeedUpDeposit':
    case 'RequestedSpeedUpV3Deposit':
      return {
        kind: 'speed-up',
        transferKey: keyOf(log.chainId, event.args.depositId),
        fields: {
          depositId: BigInt(event.args.depositId),
          depositor: party(event.args.depositor),
          updatedOutputAmount: event.args.updatedOutputAmount,
          updatedRecipient: party(event.args.updatedRecipient),
          originChainId: BigInt(log.chainId),
        },
      };
  }
};
