import type { Bridge, BridgeEvent } from '#bridges/_kit/port.ts';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import type { ChainLog, LogFilter } from '#platform/rpc/chain-node.ts';
import type { ReadBlock } from './read-blocks.ts';
import type { RefundBook } from './refund-book.ts';
import type { SharedMessageBook } from './shared-messages/book.ts';
import { withMessages } from './shared-messages/with-messages.ts';

/** A log that tells of a transfer, or should, and does not say of which. */
export interface KeptLog {
  readonly log: ChainLog;
  readonly reason: string;
}

export interface DecodedBlock {
  readonly events: readonly ChainEvent[];
  /** What no decoder takes: kept, so that it can be read again when one does. */
  readonly unknown: readonly KeptLog[];
}

export type DecodeBlock = (block: ReadBlock) => DecodedBlock;

/** Everything that any of the bridges watches on a chain, as one filter and as the contracts it was made of. */
export const watchedOn = (chainId: number, bridges: readonly Bridge[]) => {
  const contracts = bridges.flatMap((bridge) => bridge.watches(chainId).map((watched) => ({ ...watched, bridge })));
  const filter: LogFilter = {
    addresses: [...new Set(contracts.map(({ address }) => address))],
    topics: [...new Set(contracts.flatMap(({ topics }) => topics))],
  };
  return { contracts, filter };
};

/** What is known of other blocks, and of other chains. */
export interface Books {
  readonly refunds: RefundBook;
  readonly messages: SharedMessageBook;
}

/** Reads the logs of one block. A log is asked of every bridge that watches its contract. */
export const createDecodeBlock = (chainId: number, bridges: readonly Bridge[], { refunds, messages }: Books): DecodeBlock => {
  const { contracts } = watchedOn(chainId, bridges);
  const watchersOf = (log: ChainLog): readonly Bridge[] =>
    contracts
      .filter(({ address, topics }) => address.toLowerCase() === log.address.toLowerCase() && topics.includes(log.topics[0] ?? ''))
      .map(({ bridge }) => bridge);

  /** What a bridge's reading of a log comes to, or why it is kept. */
  const placed = (bridge: Bridge, event: BridgeEvent, place: Place): readonly ChainEvent[] | string => {
    const whole = toChainEvent(event, { ...place, chainId, bridge: bridge.manifest.id });
    if (event.transferKey !== undefined) return [whole];
    if (event.transferKeys !== undefined) return event.transferKeys.map((transferKey, seat) => ofSeveral(whole, transferKey, seat));
    if (namesMessage(bridge, event)) return [whole];
    return event.kind === 'refund' ? refunds.match(whole) : `a ${event.kind} of ${bridge.manifest.id} that names no transfer`;
  };

  /** Each log's readings, one a bridge that watches it. Bridges that read a transaction's logs with each other get them so. */
  const readLogs = (logs: readonly ChainLog[], blockTimeMs: number): ReadonlyMap<ChainLog, readonly Reading[]> => {
    const readings = new Map<ChainLog, Reading[]>(logs.map((log) => [log, []]));
    const joined = new Map<string, { bridge: Bridge; logs: ChainLog[] }>();
    for (const log of logs) {
      for (const bridge of watchersOf(log)) {
        if (bridge.decodeTogether === undefined)
          readings.get(log)?.push({ bridge, event: bridge.decode({ chainId, blockTimeMs, ...log }) });
        else {
          const key = `${bridge.manifest.id}/${log.transactionHash}`;
          const of = joined.get(key) ?? { bridge, logs: [] };
          of.logs.push(log);
          joined.set(key, of);
        }
      }
    }
    for (const { bridge, logs: ofTransaction } of joined.values()) {
      const events = bridge.decodeTogether?.(ofTransaction.map((log) => ({ chainId, blockTimeMs, ...log }))) ?? [];
      for (const [index, log] of ofTransaction.entries()) readings.get(log)?.push({ bridge, event: events[index] });
    }
    return readings;
  };

  return ({ header, logs }) => {
    const unknown: KeptLog[] = [];
    const readings = readLogs(logs, header.timeMs);
    const read = logs.map((log) => {
      // The filter joins all addresses with all topics, so another contract's event of the same name may come along: nobody watches it.
      const given = readings.get(log) ?? [];
      if (given.length > 0 && given.every(({ event }) => event === undefined)) unknown.push({ log, reason: 'no decoder takes this log' });
      const told: ChainEvent[] = [];
      for (const { bridge, event } of given) {
        const one = event ? placed(bridge, event, { log, timeMs: header.timeMs }) : [];
        if (typeof one === 'string') unknown.push({ log, reason: one });
        else told.push(...one);
      }
      return told;
    });
    return { events: withMessages(read, messages), unknown };
  };
};

/** A fill without a key, which the message that brought it stands for. */
const namesMessage = ({ manifest }: Bridge, { kind, fields }: BridgeEvent): boolean =>
  manifest.sharesMessages === true && kind === 'fill' && fields.guid !== undefined && fields.originChainId !== undefined;

interface Reading {
  readonly bridge: Bridge;
  /** `null`: understood, and no transfer of this bridge's. */
  readonly event: BridgeEvent | null | undefined;
}

interface Place {
  readonly log: ChainLog;
  /** Of the block, epoch ms. */
  readonly timeMs: number;
}

const toChainEvent = (event: BridgeEvent, where: Place & { readonly chainId: number; readonly bridge: string }): ChainEvent => {
  const { chainId, bridge, log, timeMs } = where;
  return {
    eventId: eventIdOf(chainId, log.blockHash, log.logIndex),
    transferKey: event.transferKey ?? '',
    bridge,
    kind: event.kind,
    removed: false,
    chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    logIndex: log.logIndex,
    transactionHash: log.transactionHash,
    blockTimeMs: timeMs,
    // Set when it is told.
    observedAtMs: timeMs,
    fields: Object.fromEntries(Object.entries(event.fields).map(([name, value]) => [name, String(value)])),
  };
};

/** One of the transfers that a log tells of: the first has seat 0. */
const ofSeveral = (event: ChainEvent, transferKey: string, seat: number): ChainEvent => ({
  ...event,
  eventId: `${event.eventId}:${transferKey}`,
  transferKey,
  fields: { ...event.fields, seat: String(seat) },
});
