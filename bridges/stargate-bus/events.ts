import type { Hex } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { MESSAGING_TOPICS, messagingAbi, POOL_TOPICS } from '../_stargate/abi.ts';
import { chainIdOfEid, STARGATE_ASSET_IDS, STARGATE_POOLS, type StargatePool, stargateChain } from '../_stargate/contracts.ts';
import { NO_GUID, readPoolLog } from '../_stargate/pool-log.ts';
import { SHARED_DECIMALS } from '../_stargate/send-param.ts';
import { type Passenger, readPassenger } from './passenger.ts';

/** A chain's pools, and the contract whose buses carry their passengers. */
export const watches = (chainId: number): readonly WatchedContract[] => {
  const messaging = stargateChain(chainId)?.tokenMessaging;
  const pools = STARGATE_POOLS.filter((pool) => pool.chainId === chainId).map(({ address }) => ({ address, topics: POOL_TOPICS }));
  return messaging === undefined ? pools : [...pools, { address: messaging, topics: MESSAGING_TOPICS }];
};

/** Tickets to one destination are numbered; those of each are a row of their own. */
const keyOf = (originChainId: number, destinationEid: number, ticketId: bigint): string =>
  `stargate-bus:${originChainId}:${destinationEid}-${ticketId}`;

interface Ride {
  readonly destinationEid: number;
  readonly ticketId: bigint;
  readonly fare: bigint;
  readonly passenger: Passenger;
}

const messagingEvent = (log: RawLog) =>
  stargateChain(log.chainId)?.tokenMessaging.toLowerCase() === log.address.toLowerCase() ? decodeLog(messagingAbi, log) : undefined;

const rideOf = (log: RawLog): Ride | undefined => {
  const event = messagingEvent(log);
  if (event?.eventName !== 'BusRode') return undefined;
  const { dstEid, ticketId, fare } = event.args;
  const passenger = readPassenger(event.args.passenger);
  return passenger === undefined ? undefined : { destinationEid: dstEid, ticketId, fare, passenger };
};

const route = (originChainId: number, destinationEid: number): Record<string, bigint> => {
  const chainId = chainIdOfEid(destinationEid);
  return {
    originChainId: BigInt(originChainId),
    ...(chainId === undefined ? {} : { destinationChainId: BigInt(chainId) }),
    destinationEid: BigInt(destinationEid),
  };
};

const ticketFields = ({ ticketId, fare, passenger }: Ride): Record<string, string | bigint> => ({
  ticketId,
  fare,
  recipient: passenger.recipient,
});

/** What leaves with one message, whose guid is all that the destination's logs will say of it. */
const drivenEvent = (chainId: number, args: { dstEid: number; startTicketId: bigint; numPassengers: number; guid: Hex }): BridgeEvent => ({
  kind: 'message-sent',
  transferKeys: Array.from({ length: args.numPassengers }, (_, seat) => keyOf(chainId, args.dstEid, args.startTicketId + BigInt(seat))),
  fields: {
    ...route(chainId, args.dstEid),
    startTicketId: args.startTicketId,
    passengers: BigInt(args.numPassengers),
    guid: args.guid,
  },
});

/**
 * Reads one log alone. A pool's log of a boarding does not say which ticket it was, nor the messaging contract's who paid and what:
 * `decodeTogether` joins the two. A fill names the message that brought it; the watcher knows whom that carried.
 */
export const decode = (log: RawLog): BridgeEvent | undefined => {
  const ride = rideOf(log);
  if (ride !== undefined) {
    const { destinationEid, ticketId } = ride;
    const fields = { ...route(log.chainId, destinationEid), ...ticketFields(ride) };
    return { kind: 'queued', transferKey: keyOf(log.chainId, destinationEid, ticketId), fields };
  }
  const event = messagingEvent(log);
  if (event?.eventName === 'BusDriven') return drivenEvent(log.chainId, event.args);
  const read = readPoolLog(log);
  if (read?.eventName === 'OFTReceived') return { kind: 'fill', fields: { ...read.fields, recipient: read.fields.deliveredTo ?? '' } };
  return read?.guid === NO_GUID ? { kind: 'deposit', fields: read.fields } : undefined;
};

/** How a pool's units count in the six decimals that are carried. */
const sharedOf = (amount: bigint, { chainId, symbol }: StargatePool): bigint => {
  const decimals = assetById(`${chainById(chainId)?.slug}:${symbol}`)?.decimals ?? SHARED_DECIMALS;
  return amount / 10n ** BigInt(Math.max(decimals - SHARED_DECIMALS, 0));
};

/**
 * Reads a transaction's logs with each other. Who boards gets a ticket from the messaging contract, and right after it the pool's log of what he
 * sent; a refund of the fare in between may call a contract that boards as well, so it is the latest ticket that says the same.
 * What a taxi sent, and what comes from a chain that we do not know, is nobody's here: `null`.
 */
export const decodeTogether = (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] => {
  const events: (BridgeEvent | null | undefined)[] = [];
  const waiting: { readonly at: number; readonly ride: Ride }[] = [];
  for (const [at, log] of logs.entries()) {
    const ride = rideOf(log);
    if (ride !== undefined) waiting.push({ at, ride });
    const read = readPoolLog(log);
    const event = decode(log);
    events.push(event);
    if (read?.eventName === 'OFTReceived') events[at] = read.originChainId === undefined ? null : event;
    if (read?.eventName !== 'OFTSent') continue;
    if (read.guid !== NO_GUID) {
      events[at] = null;
      continue;
    }
    const { pool, destinationEid, fields } = read;
    const boarded = waiting.findLastIndex(
      ({ ride: { passenger, ...ticket } }) =>
        ticket.destinationEid === destinationEid &&
        passenger.assetId === STARGATE_ASSET_IDS[pool.symbol] &&
        passenger.amountShared === sharedOf(BigInt(fields.outputAmount ?? 0), pool),
    );
    const [one] = boarded === -1 ? [] : waiting.splice(boarded, 1);
    if (one === undefined) continue;
    // The ticket is in the deposit: by itself it would say that the transfer is taken up, and it only waits.
    events[one.at] = null;
    events[at] = {
      kind: 'deposit',
      transferKey: keyOf(log.chainId, destinationEid, one.ride.ticketId),
      fields: { ...fields, ...ticketFields(one.ride) },
    };
  }
  return events;
};
