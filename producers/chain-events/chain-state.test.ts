import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import { believedOf, doublesIn } from '#test/support/told-events.ts';
import { createChainState, type WatchStart } from './chain-state.ts';
import { createChainMetrics } from './metrics.ts';
import type { ReadBlock } from './read-blocks.ts';

const hashOf = (name: string): string => `0x${Buffer.from(name).toString('hex').padStart(64, '0')}`;

/** A deposit that stands in the block of this name. */
const deposit = (number: number, name: string): ChainEvent => ({
  eventId: eventIdOf(1, hashOf(name), 0),
  transferKey: 'across:1:7',
  bridge: 'across',
  kind: 'deposit',
  removed: false,
  chainId: 1,
  blockNumber: number,
  blockHash: hashOf(name),
  logIndex: 0,
  transactionHash: hashOf(`transaction of ${name}`),
  blockTimeMs: number * 1_000,
  observedAtMs: number,
  fields: {},
});
const block = (number: number, name: string, parent: string): ReadBlock => ({
  header: { number, hash: hashOf(name), parentHash: hashOf(parent), timeMs: number * 1_000, logsBloom: undefined },
  logs: [],
});

/** A chain of which these blocks hold a deposit each, and a watcher's state that tells of it; `heard` is the topic. */
const stateOf = (deposits: readonly ChainEvent[], start: WatchStart, confirmed = 100) => {
  const heard: ChainEvent[] = [];
  let clock = 1_000_000;
  const state = createChainState(
    {
      decode: ({ header }) => ({ events: deposits.filter(({ blockHash }) => blockHash === header.hash), unknown: [] }),
      keep: async () => undefined,
      publish: async (events) => void heard.push(...events),
      saveCursor: async () => undefined,
      stamp: () => {
        clock += 1;
        return clock;
      },
      confirmations: { confirmed, final: 64 },
      metrics: createChainMetrics(new Registry(), Date.now)('ethereum'),
    },
    start,
  );
  return { state, heard };
};

/** A watcher was killed after it told of this and before it saved how far it had read. */
const killedAfter = (told: ChainEvent, next: number): WatchStart => ({
  next,
  held: [{ number: told.blockNumber, hash: told.blockHash, parentHash: '', told: [told] }],
  told: new Set([told.eventId]),
});

test('what an earlier run told of a block that is gone when it is read again is taken back, before its successor is told', async () => {
  const before = deposit(12, 'b12');
  const after = deposit(12, 'c12');
  const { state, heard } = stateOf([before, after], killedAfter(before, 11));
  state.jump(11);
  await state.take(block(11, 'c11', 'b10'));
  await state.take(block(12, 'c12', 'c11'));
  expect(heard.map(({ eventId, removed }) => [eventId, removed])).toEqual([
    [before.eventId, true],
    [after.eventId, false],
  ]);
  expect(believedOf([before, ...heard])).toMatchObject([{ eventId: after.eventId }]);
});

test('what still stands there is neither taken back nor told twice, and goes away with its block later', async () => {
  const told = deposit(12, 'b12');
  const { state, heard } = stateOf([told], killedAfter(told, 11));
  state.jump(11);
  await state.take(block(11, 'b11', 'b10'));
  await state.take(block(12, 'b12', 'b11'));
  expect(heard).toEqual([]);
  await state.rewind((number) => (number === 11 ? hashOf('b11') : undefined), 'replaced');
  expect(heard).toMatchObject([{ eventId: told.eventId, removed: true }]);
  expect(doublesIn([told, ...heard])).toEqual([]);
});

test('the same holds where the chain has grown past it so far that it is read in ranges', async () => {
  const gone = deposit(12, 'b12');
  const stands = deposit(20, 'b20');
  const start = killedAfter(gone, 11);
  const { state, heard } = stateOf([gone, stands], {
    ...start,
    held: [...start.held, { number: 20, hash: stands.blockHash, parentHash: '', told: [stands] }],
    told: new Set([gone.eventId, stands.eventId]),
  });
  state.jump(11);
  expect(state.dueBy(30, [])).toEqual([12, 20]);
  const headers = [block(12, 'c12', 'c11').header, block(20, 'b20', 'b19').header];
  await state.takeFinal([block(20, 'b20', 'b19')], headers, 30);
  expect(heard).toMatchObject([{ eventId: gone.eventId, removed: true }]);
});

test('what was told of a block wrongly is taken back beside what is right, and the right alone goes away with the block', async () => {
  const wrong = deposit(12, 'b12');
  const right: ChainEvent = { ...wrong, eventId: `${wrong.eventId}:across:1:8`, transferKey: 'across:1:8' };
  const { state, heard } = stateOf([wrong], { next: 12, held: [], told: new Set() });
  expect(await state.tellBeside({ number: 12, hash: wrong.blockHash }, [right], [wrong])).toBe(false);
  await state.take(block(12, 'b12', 'b11'));
  expect(await state.tellBeside({ number: 12, hash: hashOf('other') }, [right], [wrong])).toBe(false);
  expect(await state.tellBeside({ number: 12, hash: wrong.blockHash }, [right], [wrong])).toBe(true);
  await state.rewind(() => undefined, 'replaced');
  expect(heard.map(({ eventId, removed }) => [eventId, removed])).toEqual([
    [wrong.eventId, false],
    [right.eventId, false],
    [wrong.eventId, true],
    [right.eventId, true],
  ]);
});

test('a deposit that was told beside its block, which no decoder finds, is confirmed and taken back like any other, also after a kill', async () => {
  const { state, heard } = stateOf([], { next: 12, held: [], told: new Set() }, 2);
  await state.take(block(12, 'b12', 'b11'));
  const beside = deposit(12, 'b12');
  expect(await state.tellBeside(block(12, 'b12', 'b11').header, [beside])).toBe(true);
  const again = stateOf([], killedAfter(beside, 11), 2);
  again.state.jump(11);
  await again.state.take(block(11, 'b11', 'b10'));
  for (const one of [state, again.state]) {
    if (one === again.state) await one.take(block(12, 'b12', 'b11'));
    await one.take(block(13, 'b13', 'b12'));
    await one.rewind((number) => (number === 11 ? hashOf('b11') : undefined), 'replaced');
  }
  const told = (events: readonly ChainEvent[]) => events.map(({ kind, removed }) => `${removed ? '-' : '+'}${kind}`);
  expect(told(heard)).toEqual(['+deposit', '+confirmed', '-confirmed', '-deposit']);
  expect(told(again.heard)).toEqual(['+confirmed', '-confirmed', '-deposit']);
  expect(doublesIn([beside, ...again.heard])).toEqual([]);
});
