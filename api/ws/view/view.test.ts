import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookChecksum } from '#core/domain/checksum.ts';
import { deltaFrame, snapshotFrame } from '#schemas/api/feed.ts';
import { PRESETS } from '#schemas/api/primitives.ts';
import { applyDelta, bookFromSnapshot } from '#sdk/held-book.ts';
import { bookContent, bookJson, routeJson } from '#test/support/arbitrary-book.ts';
import { snapshotOf, viewOf } from './view.ts';
import { deltaBetween } from './view-delta.ts';

const shape = fc.record({ preset: fc.constantFrom(...PRESETS), depth: fc.integer({ min: 1, max: 20 }) });
const PARTS = { cost: 50, speed: 50, reliability: 50, liquidity: 50 };
const across = (amountOut = 999_000_000, cost = 80) => routeJson({ venue: 'across', amountOut, parts: { ...PARTS, cost } });
const stargate = (amountOut = 998_000_000, cost = 40) => routeJson({ venue: 'stargate', amountOut, parts: { ...PARTS, cost } });
const CALM = { excluded: [], pending: [], volatility: 0 };
const BEST = { preset: 'best', depth: 5 } as const;

describe('a view', () => {
  test('holds at most its depth, ranked 1 to n, with totals that never increase', () => {
    fc.assert(
      fc.property(bookContent, shape, (content, wanted) => {
        const { routes, checksum } = viewOf(bookJson(content, 1), wanted);
        expect(routes.length).toBe(Math.min(content.routes.length, wanted.depth));
        expect(routes.map(({ rank }) => rank)).toEqual(routes.map((_, index) => index + 1));
        const totals = routes.map(({ score }) => score.total);
        expect(totals).toEqual([...totals].sort((a, b) => b - a));
        expect(checksum).toBe(bookChecksum(routes));
      }),
    );
  });

  test('is a frame that the schema of the feed describes', () => {
    fc.assert(
      fc.property(bookContent, shape, (content, wanted) => {
        expect(snapshotFrame.safeParse(snapshotOf(viewOf(bookJson(content, 1), wanted))).error?.issues).toBeUndefined();
      }),
    );
  });
});

describe('a delta', () => {
  test('takes a client from any view to any later one of the same shape', () => {
    fc.assert(
      fc.property(bookContent, bookContent, shape, (before, after, wanted) => {
        const from = viewOf(bookJson(before, 1), wanted);
        const to = viewOf(bookJson(after, 2), wanted);
        const held = bookFromSnapshot(snapshotOf(from));
        expect(held.ok).toBe(true);
        const frame = deltaBetween(from, to);
        expect(deltaFrame.safeParse(frame).error?.issues).toBeUndefined();
        const moved = held.ok ? applyDelta(held.value, frame) : held;
        const { type: _, channel: __, ...expected } = snapshotOf(to);
        expect(moved).toEqual({ ok: true, value: expected });
      }),
      { numRuns: 500 },
    );
  });

  test('does not carry a route whose rank alone has changed', () => {
    const from = viewOf(bookJson({ ...CALM, routes: [across(999_000_000, 80), stargate()] }, 1), BEST);
    const to = viewOf(bookJson({ ...CALM, routes: [across(999_000_000, 10), stargate()] }, 2), BEST);
    const frame = deltaBetween(from, to);
    expect(frame.order).toEqual(['r-stargate', 'r-across']);
    expect(frame.upsert.map(({ routeId }) => routeId)).toEqual(['r-across']);
  });

  test.each([
    ['EXPIRED', 'EXPIRED'],
    ['BREAKER_OPEN', 'BREAKER_OPEN'],
    ['LIMIT', 'LIMIT'],
    ['AMOUNT_TOO_HIGH', 'LIMIT'],
    ['PAUSED', 'WITHDRAWN'],
  ])('tells that a route excluded as %s is gone as %s', (reason, removal) => {
    const from = viewOf(bookJson({ ...CALM, routes: [across(), stargate()] }, 1), BEST);
    const excluded = [{ bridge: 'across', reason, detail: '' }];
    const to = viewOf(bookJson({ ...CALM, excluded, routes: [stargate()] }, 2), BEST);
    expect(deltaBetween(from, to).remove).toEqual([{ routeId: 'r-across', reason: removal }]);
  });

  test('tells a route that is deeper now from one that is gone and from one that was replaced', () => {
    const shallow = { preset: 'best', depth: 1 } as const;
    const from = viewOf(bookJson({ ...CALM, routes: [across(), stargate()] }, 1), shallow);
    const overtaken = viewOf(bookJson({ ...CALM, routes: [across(999_000_000, 1), stargate()] }, 2), shallow);
    expect(deltaBetween(from, overtaken).remove).toEqual([{ routeId: 'r-across', reason: 'OUT_OF_DEPTH' }]);
    const replaced = viewOf(bookJson({ ...CALM, routes: [{ ...across(), routeId: 'r-across-2' }] }, 2), shallow);
    expect(deltaBetween(from, replaced).remove).toEqual([{ routeId: 'r-across', reason: 'REPLACED' }]);
    const gone = viewOf(bookJson({ ...CALM, routes: [] }, 2), shallow);
    expect(deltaBetween(from, gone)).toMatchObject({ remove: [{ routeId: 'r-across', reason: 'WITHDRAWN' }], order: [], checksum: 0 });
  });

  test('says nothing of lists and weights that stayed as they were', () => {
    const from = viewOf(bookJson({ ...CALM, routes: [across()] }, 1), BEST);
    const to = viewOf(bookJson({ ...CALM, routes: [across(999_000_001)] }, 2), BEST);
    for (const field of ['excluded', 'pending', 'weights', 'volatility']) expect(deltaBetween(from, to)).not.toHaveProperty(field);
  });
});
