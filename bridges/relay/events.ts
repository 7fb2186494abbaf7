import { getAddress, toEventSelector } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { depositoryAbi } from './abi.ts';
import { DEPOSITORY } from './contracts.ts';
import { manifest } from './manifest.ts';

const TOPICS = depositoryAbi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : []));

/** The depository. Relay's fills are plain payments of its solver: no contract of its own tells of them. */
export const watches = (chainId: number): readonly WatchedContract[] =>
  manifest.chains.includes(chainId) ? [{ address: DEPOSITORY, topics: TOPICS }] : [];

/**
 * Reads a deposit. Its id is the request's, the one thing that ties it to a fill; where the money goes and how much of it arrives is
 * known to Relay's API alone.
 */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  if (log.address.toLowerCase() !== DEPOSITORY.toLowerCase() || !manifest.chains.includes(log.chainId)) return undefined;
  const event = decodeLog(depositoryAbi, log);
  if (event === undefined) return undefined;
  const { from, amount, id } = event.args;
  const token = event.eventName === 'RelayErc20Deposit' ? event.args.token : NATIVE_ADDRESS;
  return {
    kind: 'deposit',
    transferKey: `relay:${log.chainId}:${id.toLowerCase()}`,
    fields: {
      inputToken: getAddress(token),
      inputAmount: amount,
      depositor: getAddress(from),
      depositId: id,
      originChainId: BigInt(log.chainId),
    },
  };
};
