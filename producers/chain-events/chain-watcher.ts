import type { ChainNode } from '#platform/rpc/chain-node.ts';
import type { ChainState } from './chain-state.ts';
import { follows, topOf } from './chain-window.ts';
import type { ChainMetrics } from './metrics.ts';
import { chooseHead, type Head, type NodePool } from './node-pool.ts';
import type { BlockReader, ReadOutcome } from './read-blocks.ts';

export interface ChainWatcherDeps {
  readonly state: ChainState;
  readonly pool: NodePool;
  readonly reader: BlockReader;
  /** Blocks from here on down are final. */
  readonly finalDepth: number;
  /** How far back to begin on a chain that nothing is known of, in blocks. */
  readonly startBlocks: number;
  /** The widest range asked of a node at once, in blocks. */
  readonly rangeBlocksMax: number;
  readonly metrics: ChainMetrics;
}

/** What a step came to: `more` means that the next should follow at once. */
export type StepOutcome = 'more' | 'idle' | 'failed';

export interface ChainWatcher {
  /** Looks at the head once and reads one piece of what is new. */
  step(signal: AbortSignal): Promise<StepOutcome>;
}

/** Blocks near the head that one step reads, each by its own hash. */
const NEAR_BLOCKS_MAX = 32;
/** Looks at a head below our own with the same history, before it is taken as a rollback and not as a node that lies behind. */
const ROLLBACK_LOOKS = 3;
/** Headers asked for at once while walking back. Most reorgs are shallower than the first look. */
const FIRST_LOOK = 8;
const NEXT_LOOK = 64;
/** After a refusal was survived, ranges grow back by this factor. */
const RANGE_GROWTH = 1.25;

/**
 * Follows one chain from block to block. All I/O comes from outside; a step that fails leaves the state as it was, so the next begins
 * where this one did.
 */
export const createChainWatcher = (deps: ChainWatcherDeps): ChainWatcher => {
  const { state, pool, reader, metrics, finalDepth } = deps;
  // What was held by an earlier run may have gone away while nobody looked: all of it is compared once.
  let verified = state.window.length === 0;
  let range = deps.rangeBlocksMax;
  let looksBelow = 0;

  const failed = (node: ChainNode, answer: Exclude<ReadOutcome, { kind: 'ok' } | { kind: 'moved' }>): StepOutcome => {
    pool.note(node, answer.kind === 'refused' ? { kind: 'failed', detail: answer.detail } : answer);
    return 'failed';
  };

  /** Compares what is held with the chain as it is: newest first until one block is as it was, or all of it. Gives up what went away. */
  const compare = async (node: ChainNode, signal: AbortSignal, all: boolean): Promise<'dropped' | 'nothing' | 'failed'> => {
    const held = state.window.map(({ number, hash }) => [number, hash] as const).reverse();
    const canonical = new Map<number, string | undefined>();
    let asked = 0;
    while (asked < held.length) {
      const batch = held.slice(asked, asked + (asked === 0 ? FIRST_LOOK : NEXT_LOOK));
      const answer = await node.headers(
        batch.map(([number]) => number),
        signal,
      );
      if (answer.kind !== 'ok') {
        failed(node, answer);
        return 'failed';
      }
      asked += batch.length;
      for (const [index, [number]] of batch.entries()) canonical.set(number, answer.value[index]?.hash);
      if (!all && batch.some(([number, hash]) => canonical.get(number) === hash)) break;
    }
    // Below a block that is as it was, nothing can have changed.
    const unasked = new Map(held.slice(asked));
    return state.rewind((number) => (canonical.has(number) ? canonical.get(number) : unasked.get(number)), 'replaced');
  };

  /** After a sign of a reorg. A node whose blocks do not fit although its chain has not changed speaks of two chains. */
  const walkBack = async (node: ChainNode, signal: AbortSignal): Promise<StepOutcome> =>
    (await compare(node, signal, false)) === 'dropped' ? 'more' : 'failed';

  /** The head lies below what has been read: either the node lies behind, or the chain was rolled back. */
  const below = async ({ node, header }: Head, signal: AbortSignal): Promise<StepOutcome> => {
    const held = state.window.find(({ number }) => number === header.number);
    if (held === undefined && state.window.length === 0) {
      // Shorter than what was read of it, with none of the blocks we know: another chain than before.
      state.jump(Math.max(0, header.number - deps.startBlocks));
      return 'more';
    }
    if (held?.hash !== header.hash) return walkBack(node, signal);
    looksBelow += 1;
    if (looksBelow < ROLLBACK_LOOKS) return 'idle';
    looksBelow = 0;
    const stays = new Map(state.window.map(({ number, hash }) => [number, number <= header.number ? hash : undefined]));
    await state.rewind((number) => stays.get(number), 'rolled-back');
    return 'idle';
  };

  const readDeep = async (node: ChainNode, deepest: number, signal: AbortSignal): Promise<StepOutcome> => {
    const from = state.next ?? 0;
    const end = Math.min(deepest, from + range - 1);
    const read = await reader.deep(node, { from, to: end }, signal);
    if (read.kind === 'moved') return 'failed';
    if (read.kind === 'refused' && end > from) {
      range = Math.max(1, Math.floor((end - from + 1) / 2));
      metrics.rangeShrunk(node.host);
      return 'more';
    }
    if (read.kind !== 'ok') return failed(node, read);
    const headers = await reader.headers(node, state.dueBy(end, read.blocks), signal);
    if (headers.kind !== 'ok') return failed(node, headers);
    await state.takeFinal(read.blocks, headers.value, end);
    range = Math.min(deps.rangeBlocksMax, Math.ceil(range * RANGE_GROWTH));
    await state.save();
    return 'more';
  };

  const readNear = async ({ node, header }: Head, from: number, signal: AbortSignal): Promise<StepOutcome> => {
    const to = Math.min(header.number, from + NEAR_BLOCKS_MAX - 1);
    const read = await reader.near(node, { from, to, head: header }, signal);
    if (read.kind === 'moved') return 'failed';
    if (read.kind !== 'ok') return failed(node, read);
    for (const block of read.blocks) {
      if (!follows(state.window, block.header)) return walkBack(node, signal);
      await state.take(block);
    }
    await state.save();
    pool.note(node, { kind: 'ok', value: undefined });
    return to < header.number ? 'more' : 'idle';
  };

  const step = async (signal: AbortSignal): Promise<StepOutcome> => {
    const heads = await pool.heads(signal);
    const head = chooseHead(heads);
    if (head === undefined) return 'failed';
    const { number, hash } = head.header;
    if (state.next === undefined) state.jump(Math.max(0, number - deps.startBlocks));
    const next = state.next ?? 0;
    metrics.lag(Math.max(0, Math.max(...heads.map(({ header }) => header.number)) - next + 1));
    if (!verified) {
      if ((await compare(head.node, signal, true)) === 'failed') return 'failed';
      verified = true;
      state.jump(state.next ?? next);
      return 'more';
    }
    if (number < next - 1) return below(head, signal);
    looksBelow = 0;
    if (number === next - 1) {
      const top = topOf(state.window);
      return top?.number === number && top.hash !== hash ? walkBack(head.node, signal) : 'idle';
    }
    return next <= number - finalDepth ? readDeep(head.node, number - finalDepth, signal) : readNear(head, next, signal);
  };

  return { step };
};
