import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Confirmations } from '#core/domain/confirmations.ts';
import type { BlockHeader } from '#platform/rpc/chain-node.ts';
import { type ChainWindow, grown, type HeldBlock, heldBeside, rewound, topOf } from './chain-window.ts';
import { createUnconfirmed } from './confirm.ts';
import type { DecodeBlock, KeptLog } from './decode-block.ts';
import type { ChainMetrics } from './metrics.ts';
import type { ReadBlock } from './read-blocks.ts';

/** Where a watcher goes on. */
export interface WatchStart {
  /** The first block that has not been read; undefined when nobody knows. */
  readonly next: number | undefined;
  /** Blocks that events were told of, or that are known to have been read; oldest first. */
  readonly held: ChainWindow<ChainEvent>;
  /** Ids of events that stand in the log already, so that reading a block again tells nothing twice. */
  readonly told: ReadonlySet<string>;
}

export interface Cursor {
  /** The first block not read yet. */
  readonly next: number;
  /** The newest block read, when it is held. */
  readonly top: { readonly number: number; readonly hash: string } | undefined;
}

export interface ChainStateDeps {
  readonly decode: DecodeBlock;
  /** Keeps what no decoder takes. Resolves when Kafka has acknowledged it. */
  readonly keep: (logs: readonly KeptLog[]) => Promise<void>;
  /** Resolves when Kafka has acknowledged all of them. */
  readonly publish: (events: readonly ChainEvent[]) => Promise<void>;
  readonly saveCursor: (cursor: Cursor) => Promise<void>;
  /** A moment later than any it gave before; epoch ms. The latest word about an event is the one that counts. */
  readonly stamp: () => number;
  /** How deep a deposit must lie to be confirmed, and any block to be final. */
  readonly confirmations: Confirmations;
  readonly metrics: ChainMetrics;
}

/** What has been read of a chain and told of it. Every change is published before it is remembered, so that a crash between costs nothing. */
export interface ChainState {
  readonly window: ChainWindow<ChainEvent>;
  /** The first block not read yet. */
  readonly next: number | undefined;
  /** Goes on somewhere else. Nothing at or above it stays held. */
  jump(next: number): void;
  /** Tells a block near the head, which may still go away. */
  take(block: ReadBlock): Promise<void>;
  /** Tells blocks that are final, and that all up to `end` is read. `headers` are those of the heights that `dueBy` gave. */
  takeFinal(blocks: readonly ReadBlock[], headers: readonly BlockHeader[], end: number): Promise<void>;
  /** The heights up to `end` whose headers `takeFinal` needs, for blocks that these deposits stand in. */
  dueBy(end: number, blocks: readonly ReadBlock[]): readonly number[];
  /** Takes back what was told of blocks that the chain no longer has, and goes on above the highest that it has. */
  rewind(canonical: (number: number) => string | undefined, kind: 'replaced' | 'rolled-back'): Promise<'dropped' | 'nothing'>;
  /** Tells a block that was final before anybody watched. `confirming` are the headers of the heights that confirm its deposits. */
  tellPast(block: ReadBlock, confirming: readonly BlockHeader[]): Promise<void>;
  /**
   * Tells what no decoder finds in a block that has been read, in place of what was told of it wrongly: it goes away with its block like all
   * else. The caller has seen that the block stands. False, and nothing told, when it is yet to be read or is not the one held at its height.
   */
  tellBeside(
    block: { readonly number: number; readonly hash: string },
    events: readonly ChainEvent[],
    insteadOf?: readonly ChainEvent[],
  ): Promise<boolean>;
  save(): Promise<void>;
}

export const createChainState = (deps: ChainStateDeps, start: WatchStart): ChainState => {
  const { metrics, confirmations } = deps;
  const unconfirmed = createUnconfirmed(confirmations.confirmed);
  let window = start.held;
  /** Blocks that events were told of and that are yet to be read again: whether the chain still has them shows when it is read there. */
  let ahead: ChainWindow<ChainEvent> = [];
  let next = start.next;
  let told: ReadonlySet<string> = start.told;
  /** Nothing is held that is yet to be read; it is held again when it is read, and nothing of it told twice. */
  const settle = (): void => {
    const isRead = ({ number }: { readonly number: number }): boolean => next === undefined || number < next;
    ahead = [...ahead, ...window].filter((block) => !isRead(block)).sort((a, b) => a.number - b.number);
    window = window.filter(isRead);
    told = new Set([...told, ...ahead.flatMap((block) => block.told.map(({ eventId }) => eventId))]);
    const held = window.flatMap((block) => block.told);
    unconfirmed.reset(held, told);
  };

  const tell = async (events: readonly ChainEvent[]): Promise<void> => {
    const fresh = events.filter(({ eventId }) => !told.has(eventId));
    if (fresh.length === 0) return;
    await deps.publish(fresh.map((event) => ({ ...event, observedAtMs: deps.stamp() })));
    for (const { kind } of fresh) metrics.told(kind);
  };
  const takeBack = async (gone: readonly ChainEvent[]): Promise<void> => {
    if (gone.length === 0) return;
    await deps.publish(gone.map((event) => ({ ...event, removed: true, observedAtMs: deps.stamp() })));
    told = without(told, gone);
    metrics.removed(gone.length);
  };
  /** The chain is read up to here: what lay ahead is as `canonical` has it, or went away before it was read again. Gives what was told of the former. */
  const catchUp = async (upTo: number, canonical: (number: number) => string | undefined): Promise<readonly ChainEvent[]> => {
    const reached = ahead.filter(({ number }) => number <= upTo);
    const { kept, dropped } = rewound(reached, canonical);
    await takeBack(toldIn(dropped));
    ahead = ahead.filter(({ number }) => number > upTo);
    return kept.flatMap((block) => block.told);
  };
  const tellBlock = async (block: ReadBlock): Promise<readonly ChainEvent[]> => {
    const { events, unknown } = deps.decode(block);
    await tell(events);
    if (unknown.length > 0) await deps.keep(unknown);
    for (const { log } of unknown) metrics.unknown(log.address);
    metrics.read(1, block.logs.length);
    return events;
  };
  const save = () => deps.saveCursor({ next: next ?? 0, top: topOf(window) });

  return {
    get window() {
      return window;
    },
    get next() {
      return next;
    },
    jump: (to) => {
      next = to;
      settle();
    },
    take: async (block) => {
      const { number, hash, parentHash, timeMs } = block.header;
      const before = await catchUp(number, (at) => (at === number ? hash : undefined));
      const events = withBeside(await tellBlock(block), before);
      // Only what Kafka has is remembered; and a deposit can be its own first confirmation.
      unconfirmed.add(events);
      const confirmed = unconfirmed.confirmedBy({ number, hash, timeMs });
      await tell(confirmed);
      window = grown(window, { number, hash, parentHash, told: [...events, ...confirmed] }, confirmations.final);
      next = number + 1;
    },
    dueBy: (end, blocks) => {
      const deposits = blocks.flatMap((block) => deps.decode(block).events).filter(({ kind }) => kind === 'deposit');
      const own = deposits.map(({ blockNumber }) => blockNumber + confirmations.confirmed - 1);
      const heights = [...unconfirmed.dueBy(end), ...own, ...ahead.map(({ number }) => number)];
      return [...new Set(heights.filter((at) => at <= end))].sort((a, b) => a - b);
    },
    takeFinal: async (blocks, headers, end) => {
      const hashes = new Map(headers.map(({ number, hash }) => [number, hash]));
      unconfirmed.add(await catchUp(end, (number) => hashes.get(number)));
      for (const block of blocks) unconfirmed.add(await tellBlock(block));
      for (const header of headers) await tell(unconfirmed.confirmedBy(header));
      // All that was held lies at or below `end`, which is final.
      window = [];
      next = end + 1;
    },
    rewind: async (canonical, kind) => {
      const { kept, dropped } = rewound(window, canonical);
      const lowest = dropped.at(-1)?.number;
      if (lowest === undefined) return 'nothing';
      await takeBack(toldIn(dropped));
      metrics.reorg((next ?? lowest) - lowest, kept.length === 0 ? 'beyond-window' : kind);
      const ancestor = topOf(kept)?.number;
      // Without a block that is known to be in the chain there is no telling how deep it went: a window's depth is read again.
      next = ancestor === undefined ? Math.max(0, lowest - confirmations.final) : Math.min(lowest, ancestor + 1);
      window = kept;
      settle();
      await save();
      return 'dropped';
    },
    tellPast: async (block, confirming) => {
      const past = createUnconfirmed(confirmations.confirmed);
      past.add(await tellBlock(block));
      for (const header of confirming) await tell(past.confirmedBy(header));
    },
    tellBeside: async ({ number, hash }, events, insteadOf = []) => {
      if (next === undefined || number >= next || heldBeside(window, { number, hash, told: [] }) === undefined) return false;
      await tell(events);
      await takeBack(insteadOf);
      unconfirmed.add(events);
      window = heldBeside(unsaid(window, insteadOf), { number, hash, told: events }) ?? window;
      return true;
    },
    save,
  };
};

/** Newest first. */
const toldIn = (blocks: readonly HeldBlock<ChainEvent>[]): readonly ChainEvent[] => blocks.flatMap(({ told }) => [...told].reverse());

/** A block's events with those that were told beside them before, which no decoder finds again. Confirmations are found anew. */
const withBeside = (read: readonly ChainEvent[], before: readonly ChainEvent[]): readonly ChainEvent[] => [
  ...read,
  ...before.filter(({ eventId, kind }) => kind !== 'confirmed' && !read.some((event) => event.eventId === eventId)),
];

const without = (told: ReadonlySet<string>, gone: readonly ChainEvent[]): ReadonlySet<string> => {
  const goneIds = new Set(gone.map(({ eventId }) => eventId));
  return new Set([...told].filter((id) => !goneIds.has(id)));
};

const unsaid = (window: ChainWindow<ChainEvent>, gone: readonly ChainEvent[]): ChainWindow<ChainEvent> => {
  const goneIds = new Set(gone.map(({ eventId }) => eventId));
  return window.map((block) => ({ ...block, told: block.told.filter(({ eventId }) => !goneIds.has(eventId)) }));
};
