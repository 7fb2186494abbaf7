import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { routerAbi } from './abi.ts';
import { OPEN_ROUTER, same } from './contracts.ts';
import { manifest } from './manifest.ts';

/**
 * Nothing is watched: the bridge that the router calls logs its own deposit in the same transaction, and is followed to its end as the transfer that it is.
 */
export const watches = (): readonly WatchedContract[] => [];

/** Reads the quote's id in what the router logs, by which the API can be asked: `npm run bridge -- decode`. */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  if (!same(log.address, OPEN_ROUTER) || !manifest.chains.includes(log.chainId)) return undefined;
  const event = decodeLog(routerAbi, log);
  if (event === undefined) return undefined;
  const { quoteId } = event.args;
  return {
    kind: 'deposit',
    transferKey: `bungee:${log.chainId}:${quoteId.toLowerCase()}`,
    fields: { quoteId, originChainId: BigInt(log.chainId) },
  };
};
