import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { WatchStart } from './chain-state.ts';
import type { ChainWindow } from './chain-window.ts';
import type { StoredCursor } from './cursor-store.ts';

/** What the log already holds of every chain, from its recent end. */
export interface ToldBefore {
  /** Takes one observation, in any order. */
  take(event: ChainEvent): void;
  /** Where a chain's watcher goes on. */
  startOf(chainId: number, cursor: StoredCursor | undefined, finalDepth: number): WatchStart;
  /** Every event that is not taken back. */
  standing(): Iterable<ChainEvent>;
  /** The latest moment any observation was stamped with, epoch ms. */
  readonly lastStampMs: number;
}

/**
 * The log is the truth about what was told: whatever of it is not taken back and not final must be looked at again, as it may have gone
 * from its chain while nobody watched, and is not told twice.
 */
export const createToldBefore = (): ToldBefore => {
  const latest = new Map<string, ChainEvent>();
  let lastStampMs = 0;
  return {
    take: (event) => {
      lastStampMs = Math.max(lastStampMs, event.observedAtMs);
      const known = latest.get(event.eventId);
      if (known === undefined || event.observedAtMs > known.observedAtMs || (event.observedAtMs === known.observedAtMs && event.removed)) {
        latest.set(event.eventId, event);
      }
    },
    startOf: (chainId, cursor, finalDepth) => {
      const standing = [...latest.values()].filter((event) => event.chainId === chainId && !event.removed);
      const highest = standing.reduce((most, { blockNumber }) => Math.max(most, blockNumber), -1);
      const oldestHeld = Math.max(highest, (cursor?.next ?? 0) - 1) - finalDepth + 1;
      return {
        // Without a cursor only what was told says how far somebody has read; all before its block was read, the block itself perhaps not.
        next: cursor?.next ?? (highest < 0 ? undefined : Math.max(0, highest - finalDepth + 1)),
        held: heldBlocks(
          standing.filter(({ blockNumber }) => blockNumber >= oldestHeld),
          cursor?.top,
        ),
        told: new Set(standing.map(({ eventId }) => eventId)),
      };
    },
    standing: () => [...latest.values()].filter(({ removed }) => !removed),
    get lastStampMs() {
      return lastStampMs;
    },
  };
};

const heldBlocks = (events: readonly ChainEvent[], top: { number: number; hash: string } | undefined): ChainWindow<ChainEvent> => {
  const blocks = Map.groupBy(events, ({ blockHash }) => blockHash);
  const held = [...blocks].map(([hash, told]) => ({ number: told[0]?.blockNumber ?? 0, hash, parentHash: '', told }));
  const withTop =
    top === undefined || blocks.has(top.hash) ? held : [...held, { number: top.number, hash: top.hash, parentHash: '', told: [] }];
  return withTop.sort((a, b) => a.number - b.number);
};
