/** A block that may still be reorganised away, and what was told of it. */
export interface HeldBlock<Told> {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly told: readonly Told[];
}

/**
 * The blocks above finality as this watcher last saw them, oldest first. Numbers only rise. They may leave gaps: after a start the
 * window holds the blocks that events were told of before, until the chain has grown past them.
 */
export type ChainWindow<Told> = readonly HeldBlock<Told>[];

export const topOf = <Told>(window: ChainWindow<Told>): HeldBlock<Told> | undefined => window.at(-1);

/** Whether a block is the child of the newest held block, as far as the window can tell. */
export const follows = <Told>(window: ChainWindow<Told>, block: { readonly number: number; readonly parentHash: string }): boolean => {
  const top = topOf(window);
  if (top === undefined) return true;
  if (block.number <= top.number) return false;
  return block.number > top.number + 1 || block.parentHash === top.hash;
};

/** The window with a child on top, without what has become final: at most `depth` numbers below the new top are held. */
export const grown = <Told>(window: ChainWindow<Told>, block: HeldBlock<Told>, depth: number): ChainWindow<Told> => {
  const oldest = block.number - depth + 1;
  const firstKept = window.findIndex(({ number }) => number >= oldest);
  return [...(firstKept === -1 ? [] : window.slice(firstKept)), block];
};

/**
 * The window with something more told of one block, which may have been too deep, or too old, to be held until now; what is final leaves it when
 * the next block comes. Undefined when another block is held at that height.
 */
export const heldBeside = <Told>(
  window: ChainWindow<Told>,
  { number, hash, told }: { readonly number: number; readonly hash: string; readonly told: readonly Told[] },
): ChainWindow<Told> | undefined => {
  const held = window.find((block) => block.number === number) ?? { number, hash, parentHash: '', told: [] };
  if (held.hash !== hash) return undefined;
  const more = { ...held, told: [...held.told, ...told] };
  return [...window.filter((block) => block.number !== number), more].sort((a, b) => a.number - b.number);
};

/**
 * Tells apart the blocks that the chain still has and those that went away. `canonical` gives the chain's present hash at a height,
 * undefined where it has no block. Dropped blocks come newest first, the order in which to take back what was told of them.
 */
export const rewound = <Told>(
  window: ChainWindow<Told>,
  canonical: (number: number) => string | undefined,
): { readonly kept: ChainWindow<Told>; readonly dropped: readonly HeldBlock<Told>[] } => {
  const kept: HeldBlock<Told>[] = [];
  const dropped: HeldBlock<Told>[] = [];
  for (const block of window) (canonical(block.number) === block.hash ? kept : dropped).push(block);
  return { kept, dropped: dropped.reverse() };
};
