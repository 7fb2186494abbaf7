import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChainWindow, follows, grown, rewound, topOf } from './chain-window.ts';

const DEPTH = 20;

interface ModelBlock {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly logs: readonly string[];
}

/** A chain that grows, forks off and shrinks; every block it ever makes has a hash of its own. */
const createModelChain = () => {
  let made = 0;
  const blocks: ModelBlock[] = [{ number: 0, hash: 'genesis', parentHash: '', logs: [] }];
  return {
    blocks,
    mine: (logs: number) => {
      const parent = blocks.at(-1) as ModelBlock;
      made += 1;
      const hash = `h${made}`;
      blocks.push({
        number: parent.number + 1,
        hash,
        parentHash: parent.hash,
        logs: Array.from({ length: logs }, (_, index) => `${hash}/${index}`),
      });
    },
    drop: (depth: number) => void blocks.splice(Math.max(1, blocks.length - depth)),
  };
};

/** What a reader of the events believes: what was told and not taken back. Telling twice or taking back the untold is a failure. */
const createReader = () => {
  const believed = new Set<string>();
  return {
    believed,
    tell: (log: string) => {
      expect(believed.has(log), `${log} told twice`).toBe(false);
      believed.add(log);
    },
    takeBack: (log: string) => expect(believed.delete(log), `${log} was never told`).toBe(true),
  };
};

/** The watcher's use of the window: look at the head, walk back when it does not fit, read what is new. */
const follow = (
  window: ChainWindow<string>,
  chain: readonly ModelBlock[],
  reader: ReturnType<typeof createReader>,
): ChainWindow<string> => {
  const { kept, dropped } = rewound(window, (number) => chain[number]?.hash);
  let now: ChainWindow<string> = window;
  const head = chain.at(-1) as ModelBlock;
  const top = topOf(window);
  if (top !== undefined && chain[top.number]?.hash !== top.hash) {
    for (const block of dropped) for (const log of block.told) reader.takeBack(log);
    now = kept;
  } else expect(dropped).toEqual([]);
  for (let number = (topOf(now)?.number ?? -1) + 1; number <= head.number; number += 1) {
    const block = chain[number] as ModelBlock;
    expect(follows(now, block)).toBe(true);
    for (const log of block.logs) reader.tell(log);
    now = grown(now, { ...block, told: block.logs }, DEPTH);
  }
  return now;
};

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('mine' as const), blocks: fc.integer({ min: 1, max: 6 }), logs: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reorg' as const), depth: fc.integer({ min: 1, max: 12 }), grow: fc.nat(14) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
);

test('after any schedule of blocks and reorgs the reader believes exactly the logs that the chain has', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (schedule) => {
      const chain = createModelChain();
      const reader = createReader();
      let window: ChainWindow<string> = [];
      let unseenDepth = 0;
      for (const action of schedule) {
        if (action.kind === 'mine') for (let n = 0; n < action.blocks; n += 1) chain.mine(action.logs);
        if (action.kind === 'reorg' && unseenDepth + action.depth < DEPTH) {
          unseenDepth += action.depth;
          chain.drop(action.depth);
          for (let n = 0; n < action.grow; n += 1) chain.mine(n % 2);
        }
        if (action.kind === 'look') {
          window = follow(window, chain.blocks, reader);
          unseenDepth = 0;
          expect([...reader.believed].sort()).toEqual(chain.blocks.flatMap(({ logs }) => logs).sort());
          expect(window.length).toBeLessThanOrEqual(DEPTH);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a window with gaps gives up exactly the blocks whose hash has changed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(100), { minLength: 1 }), fc.func(fc.boolean()), (numbers, survives) => {
      const window = numbers.sort((a, b) => a - b).map((number) => ({ number, hash: `h${number}`, parentHash: '', told: [number] }));
      const { kept, dropped } = rewound(window, (number) => (survives(number) ? `h${number}` : 'another'));
      expect(kept.map(({ number }) => number)).toEqual(numbers.filter((number) => survives(number)));
      expect(dropped.map(({ number }) => number)).toEqual(numbers.filter((number) => !survives(number)).reverse());
    }),
  );
});

test('only a child of the top follows, and after a gap anything higher does', () => {
  const window = [{ number: 7, hash: 'a', parentHash: '', told: [] }];
  expect(follows(window, { number: 8, parentHash: 'a' })).toBe(true);
  expect(follows(window, { number: 8, parentHash: 'b' })).toBe(false);
  expect(follows(window, { number: 7, parentHash: 'a' })).toBe(false);
  expect(follows(window, { number: 12, parentHash: 'z' })).toBe(true);
  expect(follows([], { number: 1, parentHash: 'z' })).toBe(true);
});
