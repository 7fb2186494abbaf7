import { expect, test } from 'vitest';
import { addComparisons, compareFirsts, type FirstPlace, NOTHING_COMPARED } from './compare-firsts.ts';

const first = (atMs: number, bridge: string, amountOut = 1_000_000n): FirstPlace => ({ atMs, bridge, amountOut });
const range = { fromMs: 0, toMs: 100_000, precisionMs: 500 };

test('the same first places compare as the same, whatever they pay and however late the replay is', () => {
  const recorded = [first(-5_000, 'across'), first(30_000, 'stargate'), first(60_000, 'across'), first(70_000, 'across', 2n)];
  const replayed = [first(-1_000, 'across'), first(30_400, 'stargate'), first(60_300, 'across')];
  expect(compareFirsts(recorded, replayed, range)).toEqual({ ...NOTHING_COMPARED, places: 3, comparedMs: 100_000 });
});

test('another bridge first counts by places, by time and by what it pays', () => {
  const recorded = [first(0, 'across'), first(40_000, 'stargate'), first(80_000, 'across')];
  const replayed = [first(0, 'stargate', 999_000n), first(30_000, 'stargate', 998_000n), first(90_000, 'across')];
  expect(compareFirsts(recorded, replayed, range)).toEqual({
    ...NOTHING_COMPARED,
    places: 3,
    changed: 1,
    comparedMs: 100_000,
    // All of the first 40 s, and half of the last 20: for no more than half of its time is no change.
    differentMs: 50_000,
    bpsSum: -10 * 30_000 - 20 * 20_000,
    bpsMs: 50_000,
    leastBps: -20,
    mostBps: -10,
    moves: [{ from: 'across', to: 'stargate', times: 1, ms: 40_000 }],
  });
});

test('no route in the replay is a change, a book that it never heard of is none, and what is too short is said', () => {
  const gone = compareFirsts([first(0, 'across')], [first(0, '', 0n)], range);
  expect(gone).toMatchObject({ places: 1, changed: 1, differentMs: 100_000, bpsMs: 0, leastBps: null });
  expect(gone.moves).toEqual([{ from: 'across', to: '', times: 1, ms: 100_000 }]);
  expect(compareFirsts([first(0, 'across')], [], range)).toEqual({ ...NOTHING_COMPARED, unknown: 1 });
  const brief = [first(0, 'across'), first(50_000, 'stargate'), first(50_100, 'across')];
  expect(compareFirsts(brief, [first(0, 'across')], range)).toMatchObject({ places: 2, changed: 0, tooShort: 1, differentMs: 0 });
});

test('time in which nothing was first is compared with nothing', () => {
  const recorded = [first(20_000, 'across'), first(50_000, '', 0n), first(90_000, 'across')];
  expect(compareFirsts(recorded, [first(0, 'across')], range)).toMatchObject({ places: 2, comparedMs: 40_000, differentMs: 0 });
});

test('books add up', () => {
  const one = compareFirsts([first(0, 'a')], [first(0, 'b', 1_010_000n)], range);
  const other = compareFirsts([first(0, 'a')], [first(0, 'b', 990_000n)], range);
  expect(addComparisons(addComparisons(NOTHING_COMPARED, one), other)).toMatchObject({
    places: 2,
    changed: 2,
    bpsSum: 0,
    bpsMs: 200_000,
    leastBps: -100,
    mostBps: 100,
    moves: [{ from: 'a', to: 'b', times: 2, ms: 200_000 }],
  });
});
