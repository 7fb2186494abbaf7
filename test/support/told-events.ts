import type { Hex } from 'viem';
import { BRIDGES } from '#bridges/registry.ts';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { TRAFFIC_BRIDGES } from './traffic-bridges.ts';

/** What a reader of the topic believes: of each event the latest word. */
export const believedOf = (heard: readonly ChainEvent[]): readonly ChainEvent[] => {
  const latest = new Map<string, ChainEvent>();
  for (const event of heard) {
    const known = latest.get(event.eventId);
    if (known === undefined || event.observedAtMs > known.observedAtMs) latest.set(event.eventId, event);
  }
  return [...latest.values()].filter(({ removed }) => !removed);
};

/** The logs that the events are of, each once. Refunds name a transfer only beside others. */
export const idsOf = (events: readonly ChainEvent[]): readonly string[] => {
  const told = events.filter(({ kind }) => kind !== 'confirmed' && kind !== 'refund');
  return [...new Set(told.map(({ chainId, blockHash, logIndex }) => eventIdOf(chainId, blockHash, logIndex)))].sort();
};

/** An event is told once more than it is taken back, while it stands; told and taken back as often, when it does not. */
export const doublesIn = (heard: readonly ChainEvent[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { eventId, removed } of heard) counts.set(eventId, (counts.get(eventId) ?? 0) + (removed ? -1 : 1));
  return [...counts].filter(([, count]) => count !== 0 && count !== 1).map(([id]) => id);
};

/** What stands on a chain of the traffic's bridges, read in one go and without any of the watcher's code but the decoders. */
export const idsOnChain = async (link: ChainLink): Promise<readonly string[]> => {
  const { chainId } = link.chain;
  const bridges = BRIDGES.filter(({ manifest }) => TRAFFIC_BRIDGES.includes(manifest.id));
  const contracts = bridges.flatMap((bridge) => bridge.watches(chainId));
  const address = contracts.map((contract) => contract.address);
  const topics = [contracts.flatMap((contract) => contract.topics)];
  const logs = await link.rpc.call<readonly LogOnChain[]>('eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest', address, topics }]);
  const byTransaction = [...Map.groupBy(logs, ({ transactionHash }) => transactionHash).values()];
  const told = bridges.flatMap((bridge) =>
    byTransaction.flatMap((ofTransaction) => {
      const watched = ofTransaction.filter((log) =>
        bridge.watches(chainId).some((one) => one.address.toLowerCase() === log.address && one.topics.includes(log.topics[0] ?? '')),
      );
      const raw = watched.map((log) => ({ ...log, chainId, blockNumber: Number(log.blockNumber) }));
      const events = bridge.decodeTogether?.(raw) ?? raw.map((log) => bridge.decode(log));
      return watched.filter((_log, index) => {
        const event = events[index];
        return event != null && event.kind !== 'refund';
      });
    }),
  );
  return [...new Set(told.map(({ blockHash, logIndex }) => eventIdOf(chainId, blockHash, Number(logIndex))))];
};

interface LogOnChain {
  readonly address: string;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
  readonly transactionHash: Hex;
}
