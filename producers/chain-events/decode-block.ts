import type { Bridge, BridgeEvent } from '#bridges/_kit/port.ts';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import type { ChainLog, LogFilter } from '#platform/rpc/chain-node.ts';
import type { ReadBlock } from './read-blocks.ts';

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

/**
 * Reads the logs of one block. A log is asked of every bridge that watches its contract; the logs of one transaction are then looked at
 * together, as a bridge may need two of them to know the transfer.
 */
export const createDecodeBlock = (chainId: number, bridges: readonly Bridge[]): DecodeBlock => {
  const { contracts } = watchedOn(chainId, bridges);
  const watchersOf = (log: ChainLog): readonly Bridge[] =>
    contracts
      .filter(({ address, topics }) => address.toLowerCase() === log.address.toLowerCase() && topics.includes(log.topics[0] ?? ''))
      .map(({ bridge }) => bridge);

  const decodeTransaction = (block: ReadBlock, logs: readonly ChainLog[]): DecodedBlock => {
    const events: ChainEvent[] = [];
    const unknown: KeptLog[] = [];
    const readBy = new Map<Bridge, { log: ChainLog; event: BridgeEvent }[]>();
    for (const log of logs) {
      const watchers = watchersOf(log);
      // The filter joins all addresses with all topics, so another contract's event of the same name may come along.
      if (watchers.length === 0) continue;
      const read = watchers.flatMap((bridge) => {
        const event = bridge.decode({ chainId, ...log });
        return event === undefined ? [] : [{ bridge, event }];
      });
      if (read.length === 0) unknown.push({ log, reason: 'no decoder takes this log' });
      for (const { bridge, event } of read) readBy.set(bridge, [...(readBy.get(bridge) ?? []), { log, event }]);
    }
    for (const [bridge, read] of readBy) {
      for (const { log, event, part } of related(bridge, read)) {
        if (event.transferKey === undefined)
          unknown.push({ log, reason: `a ${event.kind} of ${bridge.manifest.id} that names no transfer` });
        else events.push(toChainEvent({ block, log, event, part, transferKey: event.transferKey, bridge: bridge.manifest.id }));
      }
    }
    return { events, unknown };
  };

  const toChainEvent = (input: {
    block: ReadBlock;
    log: ChainLog;
    event: BridgeEvent;
    part: string;
    transferKey: string;
    bridge: string;
  }): ChainEvent => {
    const { block, log, event, part, transferKey, bridge } = input;
    return {
      eventId: `${eventIdOf(chainId, log.blockHash, log.logIndex)}${part}`,
      transferKey,
      bridge,
      kind: event.kind,
      removed: false,
      chainId,
      blockNumber: log.blockNumber,
      blockHash: log.blockHash,
      logIndex: log.logIndex,
      transactionHash: log.transactionHash,
      blockTimeMs: block.header.timeMs,
      observedAtMs: block.header.timeMs,
      fields: Object.fromEntries(Object.entries(event.fields).map(([name, value]) => [name, String(value)])),
    };
  };

  return (block) => {
    const transactions = Map.groupBy(block.logs, ({ transactionHash }) => transactionHash);
    const decoded = [...transactions.values()].map((logs) => decodeTransaction(block, logs));
    return { events: decoded.flatMap(({ events }) => events), unknown: decoded.flatMap(({ unknown }) => unknown) };
  };
};

/** One log may tell of several transfers: `part` tells their events apart. */
const related = (
  bridge: Bridge,
  read: readonly { log: ChainLog; event: BridgeEvent }[],
): readonly { log: ChainLog; event: BridgeEvent; part: string }[] => {
  if (bridge.relate === undefined) return read.map((one) => ({ ...one, part: '' }));
  const related = bridge.relate(read.map(({ event }) => event));
  return read.flatMap(({ log }, index) =>
    (related[index] ?? []).map((event, at, all) => ({ log, event, part: all.length > 1 ? `:${at}` : '' })),
  );
};
