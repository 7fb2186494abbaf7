import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNSETTLED_MAX } from './breaker-log.ts';
import { type BridgeHealth, createBridgeHealth, foldHealth, reportHealth, SEEN_MAX } from './bridge-health.ts';
import type { HealthEvent, Verdict } from './health-event.ts';
import { readMemory, writeMemory } from './health-memory.ts';
import { AT_MS, look } from './testing/sample-looks.ts';
import { trustedTime, WAITED_MS_MAX } from './trusted-time.ts';

const NOW_MS = AT_MS + 600_000;
const verdict = fc.constantFrom<Verdict>('answered', 'answered', 'failed', 'refused', 'reached');
const chains = fc.constantFrom(['ethereum', 'base'], ['base', 'arbitrum'], ['arbitrum', 'ethereum'], []);
const atMs = fc.integer({ min: AT_MS, max: NOW_MS });

const aLook = fc
  .tuple(verdict, atMs, chains, fc.integer({ min: 0, max: 3_000 }))
  .map(([kind, at, touched, ms]): HealthEvent => look(kind, at, touched, kind === 'answered' ? { latencyMs: ms } : {}));
const aWord = fc.tuple(fc.boolean(), atMs, fc.constantFrom('i1', 'i2')).map(
  ([stands, at, reference]): HealthEvent => ({
    kind: 'incident',
    id: `${reference} ${at} ${stands}`,
    atMs: at,
    reference,
    stands,
    detail: reference,
  }),
);
const anEnd = fc
  .tuple(fc.uuid(), atMs, fc.boolean())
  .map(([id, at, arrived]): HealthEvent => ({ kind: 'transfer', id, atMs: at, arrived }));
const history = fc.array(fc.oneof({ weight: 8, arbitrary: aLook }, aWord, anEnd), { maxLength: 120 });

const folded = (batches: readonly (readonly HealthEvent[])[]): BridgeHealth => {
  const health = createBridgeHealth('across');
  for (const batch of batches) foldHealth(health, batch, NOW_MS);
  return health;
};
const told = (health: BridgeHealth) => reportHealth(health, NOW_MS);

describe('the health of a bridge is a fold over the set of its events', () => {
  test('any order, any repetition and any cut into batches give the same', () => {
    const shuffled = history.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
        fc.integer({ min: 1, max: 20 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([events, disordered, size]) => {
        const batches = Array.from({ length: Math.ceil(disordered.length / size) }, (_, index) =>
          disordered.slice(index * size, (index + 1) * size),
        );
        expect(told(folded(batches))).toEqual(told(folded([events])));
      }),
      { seed: 20_261_120, numRuns: 300 },
    );
  });

  test('what is written down and read back goes on as if nothing had been', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const read = readMemory(JSON.parse(JSON.stringify(writeMemory(folded([before])))));
        if (read === undefined) throw new Error('the memory is of another shape');
        expect(told(read)).toEqual(told(folded([before])));
        foldHealth(read, after, NOW_MS);
        expect(told(read)).toEqual(told(folded([before, after])));
      }),
      { seed: 20_261_120, numRuns: 150 },
    );
  });

  test('a memory of another shape is not read', () => {
    expect(readMemory({ ...writeMemory(createBridgeHealth('across')), shape: 99 })).toBeUndefined();
  });
});

describe('windows', () => {
  const MINUTE_MS = 60_000;
  const oneEach = (minutesAgo: readonly number[], verdictOf: (minutes: number) => Verdict) =>
    folded([minutesAgo.map((minutes) => look(verdictOf(minutes), NOW_MS - minutes * MINUTE_MS))]);

  test('hold what happened within them, and not what happened before', () => {
    const health = oneEach([1, 50, 23 * 60, 6 * 24 * 60, 29 * 24 * 60], () => 'answered');
    const { windows } = told(health);
    expect([windows['1h'], windows['24h'], windows['7d'], windows['30d']].map(({ answered }) => answered)).toEqual([2, 3, 4, 5]);
  });

  test('say how often it answered, how fast, why not, and how much of the time it was up', () => {
    const health = oneEach([3, 4, 5, 6], (minutes) => (minutes === 6 ? 'failed' : 'answered'));
    foldHealth(health, [look('answered', NOW_MS - MINUTE_MS, ['base', 'arbitrum'], { latencyMs: 900 })], NOW_MS);
    const { '1h': hour } = told(health).windows;
    expect(hour).toMatchObject({
      answered: 4,
      failed: 1,
      successRate: 0.8,
      uptime: 0.8,
      answerMsMean: 300,
      failures: { UPSTREAM_ERROR: 1 },
    });
    expect(hour.answerMsP95).toBeGreaterThan(900 / 1.5);
    expect(hour.answerMsP95).toBeLessThan(900 * 1.5);
  });

  test('say how its price stood against the books’ best', () => {
    const standing = (id: string, costScore: number, first: boolean): HealthEvent => ({
      kind: 'standing',
      id,
      atMs: NOW_MS,
      costScore,
      first,
    });
    const { '24h': day } = told(folded([[standing('a', 100, true), standing('b', 50, false)]])).windows;
    expect(day).toMatchObject({ costScore: 75, firstShare: 0.5 });
  });
});

describe('clocks', () => {
  test('an event never lies after the log’s own time, nor before what waiting explains', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 1e13 }), (observedAtMs, loggedAtMs) => {
        const at = trustedTime(observedAtMs, loggedAtMs);
        expect(at).toBeLessThanOrEqual(loggedAtMs);
        expect(at).toBeGreaterThanOrEqual(loggedAtMs - WAITED_MS_MAX);
      }),
    );
    expect(trustedTime(AT_MS - 50, AT_MS)).toBe(AT_MS - 50);
  });

  test.each([
    ['forward by a year', 31_536_000_000],
    ['back by a year', -31_536_000_000],
  ])('an observer whose clock jumps %s and comes back leaves windows and breaker whole', (_way, jumpMs) => {
    const health = createBridgeHealth('across');
    for (let index = 0; index < 300; index += 1) {
      const loggedAtMs = AT_MS + index * 100;
      const observedAtMs = loggedAtMs - 5 + (index >= 100 && index < 200 ? jumpMs : 0);
      const at = trustedTime(observedAtMs, loggedAtMs);
      foldHealth(health, [look(index >= 297 ? 'failed' : 'answered', at)], loggedAtMs);
    }
    const report = reportHealth(health, AT_MS + 30_000);
    expect(report.windows['1h']).toMatchObject({ answered: 297, failed: 3 });
    expect(report.breaker).toBe('open');
  });
});

test('a storm of 100 000 looks and 1 000 incidents is digested, and what is held stays bounded', () => {
  const health = createBridgeHealth('across');
  const incidents = Array.from({ length: 1_000 }, (_, index): HealthEvent => {
    return { kind: 'incident', id: `storm ${index}`, atMs: AT_MS + index, reference: `r${index}`, stands: index === 999, detail: 'storm' };
  });
  foldHealth(health, incidents, NOW_MS);
  for (let batch = 0; batch < 100; batch += 1) {
    const looks = Array.from({ length: 1_000 }, (_, index) => look('answered', AT_MS + 1_000 + batch * 600 + Math.floor(index * 0.6)));
    foldHealth(health, looks, NOW_MS);
  }
  expect(told(health).windows['1h'].answered).toBe(100_000);
  expect(told(health).breaker).toBe('open');
  expect(health.log.unsettled.length).toBeLessThanOrEqual(UNSETTLED_MAX);
  expect(health.seen.size).toBeLessThanOrEqual(SEEN_MAX);
  expect(health.log.breaker.holds.size).toBeLessThanOrEqual(32);
  expect(JSON.stringify(writeMemory(health)).length).toBeLessThan(200_000);
});
