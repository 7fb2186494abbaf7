import { toEventSelector } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { messagingAbi, poolAbi } from './abi.ts';
import { chainIdOfEid, STARGATE_POOLS, stargateChain, stargatePoolAt } from './contracts.ts';

const POOL_TOPICS = poolAbi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : []));
const MESSAGING_TOPICS = messagingAbi.flatMap((item) => (item.type === 'event' ? [toEventSelector(item)] : []));

/** A chain's pools, and the contract whose buses carry their passengers. */
export const watches = (chainId: number): readonly WatchedContract[] => {
  const messaging = stargateChain(chainId)?.tokenMessaging;
  const pools = STARGATE_POOLS.filter((pool) => pool.chainId === chainId).map(({ address }) => ({ address, topics: POOL_TOPICS }));
  return messaging === undefined ? pools : [...pools, { address: messaging, topics: MESSAGING_TOPICS }];
};

/** A passenger of a bus has no message of its own yet. */
const NO_GUID = `0x${'0'.repeat(64)}`;

const keyOf = (originChainId: number | undefined, guid: string): { transferKey?: string } =>
  originChainId === undefined || guid === NO_GUID ? {} : { transferKey: `stargate:${originChainId}:${guid}` };

const chainField = (name: string, eid: number): Record<string, bigint> => {
  const chainId = chainIdOfEid(eid);
  return chainId === undefined ? {} : { [name]: BigInt(chainId) };
};

/** A pool reaches pools of its own asset alone, so either side's token follows from the chain. The zero address stands for native coin. */
const tokenField = (name: 'inputToken' | 'outputToken', symbol: string, chainId: number | undefined): Record<string, string> => {
  const chain = chainId === undefined ? undefined : chainById(chainId);
  const asset = chain && assetById(`${chain.slug}:${symbol}`);
  return asset === undefined ? {} : { [name]: asset.address };
};

/**
 * Reads one log. Every OFT emits these events, and one hex address is another contract on another chain, so a log counts only when
 * it comes from a pool or messaging contract of its own chain.
 */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  const pool = stargatePoolAt(log.chainId, log.address);
  if (pool !== undefined) return decodePool(log, pool.symbol);
  const messaging = stargateChain(log.chainId)?.tokenMessaging;
  return messaging?.toLowerCase() === log.address.toLowerCase() ? decodeMessaging(log) : undefined;
};

const decodePool = (log: RawLog, symbol: string): BridgeEvent | undefined => {
  const event = decodeLog(poolAbi, log);
  if (event === undefined) return undefined;
  if (event.eventName === 'OFTSent') {
    const { guid, dstEid, fromAddress, amountSentLD, amountReceivedLD } = event.args;
    return {
      kind: 'deposit',
      ...keyOf(log.chainId, guid),
      fields: {
        guid,
        pool: log.address,
        originChainId: BigInt(log.chainId),
        ...chainField('destinationChainId', dstEid),
        destinationEid: BigInt(dstEid),
        ...tokenField('inputToken', symbol, log.chainId),
        ...tokenField('outputToken', symbol, chainIdOfEid(dstEid)),
        depositor: fromAddress,
        inputAmount: amountSentLD,
        outputAmount: amountReceivedLD,
      },
    };
  }
  const { guid, srcEid, toAddress, amountReceivedLD } = event.args;
  return {
    kind: 'fill',
    ...keyOf(chainIdOfEid(srcEid), guid),
    fields: {
      guid,
      pool: log.address,
      ...chainField('originChainId', srcEid),
      originEid: BigInt(srcEid),
      destinationChainId: BigInt(log.chainId),
      ...tokenField('inputToken', symbol, chainIdOfEid(srcEid)),
      ...tokenField('outputToken', symbol, log.chainId),
      deliveredTo: toAddress,
      deliveredAmount: amountReceivedLD,
      // What the message said, in the deposit's own words: it delivers what was promised or nothing, and an asset has the same decimals on
      // all chains that we know. A guid numbers the messages of a path, so after a reorg another deposit may be given one that was
      // delivered already; the amount tells the two apart.
      outputAmount: amountReceivedLD,
    },
  };
};

/** A bus: passengers board with a ticket, and the message that carries tickets [start, start + n) has one guid for them all. */
const decodeMessaging = (log: RawLog): BridgeEvent | undefined => {
  const event = decodeLog(messagingAbi, log);
  if (event === undefined) return undefined;
  const route = {
    originChainId: BigInt(log.chainId),
    ...chainField('destinationChainId', event.args.dstEid),
    destinationEid: BigInt(event.args.dstEid),
  };
  if (event.eventName === 'BusRode') {
    const { ticketId, fare, passenger } = event.args;
    return { kind: 'queued', fields: { ...route, ticketId, fare, passenger } };
  }
  const { startTicketId, numPassengers, guid } = event.args;
  return { kind: 'message-sent', fields: { ...route, startTicketId, passengers: BigInt(numPassengers), guid } };
};
