import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { POOL_TOPICS } from '../_stargate/abi.ts';
import { STARGATE_POOLS } from '../_stargate/contracts.ts';
import { NO_GUID, type PoolLog, readPoolLog } from '../_stargate/pool-log.ts';

/** A chain's pools. What they log of buses is told by `stargate-bus`. */
export const watches = (chainId: number): readonly WatchedContract[] =>
  STARGATE_POOLS.filter((pool) => pool.chainId === chainId).map(({ address }) => ({ address, topics: POOL_TOPICS }));

const keyOf = (originChainId: number | undefined, guid: string): { transferKey?: string } =>
  originChainId === undefined ? {} : { transferKey: `stargate:${originChainId}:${guid}` };

const isRide = (read: PoolLog | undefined): boolean => read?.eventName === 'OFTSent' && read.guid === NO_GUID;

const eventOf = (read: PoolLog, chainId: number): BridgeEvent =>
  read.eventName === 'OFTSent'
    ? { kind: 'deposit', ...keyOf(chainId, read.guid), fields: { guid: read.guid, ...read.fields } }
    : { kind: 'fill', ...keyOf(read.originChainId, read.guid), fields: read.fields };

/** Reads one log: both sides name the message. One that a bus brought looks the same; the watcher tells it apart by what drove it. */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  const read = readPoolLog(log);
  return read === undefined || isRide(read) ? undefined : eventOf(read, log.chainId);
};

/** As each is read alone; a passenger's boarding is understood, and no taxi. */
export const decodeTogether = (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] =>
  logs.map((log) => (isRide(readPoolLog(log)) ? null : decode(log)));
