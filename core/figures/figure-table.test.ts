import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_CORRIDORS, fillTimesKey, WINDOWS } from '../domain/fill-times.ts';
import { BUCKET_MS, type Bucket, bucketAt, goneAtMs, isWithin, liveBuckets } from './buckets.ts';
import { binOf } from './duration-bins.ts';
import { type Contents, createFigureTable, type FigureTable } from './figure-table.ts';
import type { Measure } from './fill-tally.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 490_000 * HOUR_MS + 17 * 60_000;

const CORRIDORS = ['ethereum:USDC>arbitrum:USDC', 'base:USDC>ethereum:USDC'];

interface Fill {
  readonly name: string;
  readonly atMs: number;
  readonly tookMs: number;
}

const fill: fc.Arbitrary<Fill> = fc.record({
  name: fc.constantFrom(...CORRIDORS.flatMap((corridor) => ['across', 'stargate'].map((bridge) => fillTimesKey(bridge, corridor)))),
  atMs: fc.oneof(
    fc.integer({ min: NOW_MS - 2 * HOUR_MS, max: NOW_MS + 60_000 }),
    fc.integer({ min: NOW_MS - 9 * 24 * HOUR_MS, max: NOW_MS }),
  ),
  tookMs: fc.integer({ min: 1_000, max: 1_000_000 }),
});

/** Every bucket that these fills make, as Redis would hold it. */
const bucketsOf = (fills: readonly Fill[]) => {
  const buckets = new Map<string, { bucket: Bucket; contents: Map<string, Map<Measure, number>> }>();
  for (const { name, atMs, tookMs } of fills) {
    for (const kind of ['fine', 'coarse'] as const) {
      const bucket = bucketAt(kind, atMs);
      const key = `${kind}${bucket.index}`;
      const entry = buckets.get(key) ?? { bucket, contents: new Map<string, Map<Measure, number>>() };
      buckets.set(key, entry);
      const counts = entry.contents.get(name) ?? new Map<Measure, number>();
      const measure: Measure = `t${binOf(tookMs)}`;
      entry.contents.set(name, counts.set(measure, (counts.get(measure) ?? 0) + 1));
    }
  }
  return [...buckets.values()];
};

const allFigures = (table: FigureTable) => Object.fromEntries([...table.names()].toSorted().map((name) => [name, table.of(name)]));

const fresh = (fills: readonly Fill[], nowMs: number) => {
  const table = createFigureTable();
  for (const { bucket, contents } of bucketsOf(fills)) table.put(bucket, contents);
  table.advance(nowMs);
  return allFigures(table);
};

test('the figures are the same however they came about: in parts, in any order, with fills that left again, over windows that moved', () => {
  fc.assert(
    fc.property(
      fc.array(fill, { maxLength: 40 }),
      fc.array(fill, { maxLength: 10 }),
      fc.integer({ min: 0, max: 3 * HOUR_MS }),
      fc.infiniteStream(fc.nat({ max: 1_000 })),
      (fills, removed, laterMs, random) => {
        const table = createFigureTable();
        const inSomeOrder = <T>(list: readonly T[]) =>
          list
            .map((item) => ({ item, place: random.next().value ?? 0 }))
            .sort((a, b) => a.place - b.place)
            .map(({ item }) => item);
        for (const { bucket, contents } of inSomeOrder(bucketsOf([...fills.slice(0, fills.length / 2), ...removed])))
          table.put(bucket, contents);
        table.advance(NOW_MS);
        const empty: Contents = new Map();
        // What a reorg took: buckets that hold less now, or nothing.
        const after = new Map(bucketsOf(fills).map((one) => [JSON.stringify(one.bucket), one]));
        for (const { bucket } of bucketsOf(removed)) if (!after.has(JSON.stringify(bucket))) table.put(bucket, empty);
        for (const { bucket, contents } of inSomeOrder([...after.values(), ...after.values()])) table.put(bucket, contents);
        table.advance(NOW_MS + laterMs);
        expect(allFigures(table)).toEqual(fresh(fills, NOW_MS + laterMs));
      },
    ),
  );
});

test('a window holds every fill of its length, and none older than its length and one bucket', () => {
  fc.assert(
    fc.property(fill, (one) => {
      const figures = fresh([one], NOW_MS)[one.name];
      const ageMs = NOW_MS - one.atMs;
      for (const [at, [lengthMs, bucketMs]] of (
        [
          [HOUR_MS, BUCKET_MS.fine],
          [24 * HOUR_MS, HOUR_MS],
          [168 * HOUR_MS, HOUR_MS],
        ] as const
      ).entries()) {
        const fills = figures?.[at]?.fills ?? 0;
        if (ageMs < lengthMs) expect(fills).toBe(1);
        if (ageMs >= lengthMs + bucketMs) expect(fills).toBe(0);
      }
    }),
  );
});

test('a bucket that some window holds is among those that are read, and lives in Redis as long', () => {
  fc.assert(
    fc.property(fill, fc.constantFrom('fine', 'coarse'), ({ atMs }, kind) => {
      const bucket = bucketAt(kind, atMs);
      if (!WINDOWS.some((window) => isWithin(bucket, window, NOW_MS))) return;
      expect(liveBuckets(NOW_MS)).toContainEqual(bucket);
      expect(goneAtMs(bucket)).toBeGreaterThan(NOW_MS);
    }),
  );
});

test('the bridge as a whole is all of its corridors together', () => {
  const [first, second] = CORRIDORS.map((corridor) => fillTimesKey('across', corridor));
  const figures = fresh(
    [
      { name: String(first), atMs: NOW_MS, tookMs: 2_000 },
      { name: String(second), atMs: NOW_MS, tookMs: 90_000 },
      { name: String(second), atMs: NOW_MS - 2 * HOUR_MS, tookMs: 90_000 },
    ],
    NOW_MS,
  );
  expect(figures[fillTimesKey('across', ALL_CORRIDORS)]?.map(({ fills }) => fills)).toEqual([2, 3, 3]);
  expect(figures[String(first)]?.map(({ fills }) => fills)).toEqual([1, 1, 1]);
});

test('names without fills have no figures, and are told of once', () => {
  const table = createFigureTable();
  const name = fillTimesKey('across', String(CORRIDORS[0]));
  for (const { bucket, contents } of bucketsOf([{ name, atMs: NOW_MS, tookMs: 2_000 }])) table.put(bucket, contents);
  expect([...table.advance(NOW_MS).keys()]).toContain(name);
  expect(table.advance(NOW_MS + 1_000).size).toBe(0);
  expect(
    table
      .advance(NOW_MS + 200 * HOUR_MS)
      .get(name)
      ?.map(({ fills }) => fills),
  ).toEqual([0, 0, 0]);
  expect(table.of(name)).toBeUndefined();
});
