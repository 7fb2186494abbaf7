import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_IN, AT_MS, answer, CORRIDOR } from '#test/support/arbitrary-quotes.ts';
import type { FillTimesEvent } from '../domain/fill-times.ts';
import { createBookState, foldQuote } from './book-state.ts';
import { createFillTimesBoard } from './fill-times-board.ts';
import { createMarket } from './market-view.ts';
import { rankBook } from './rank-book.ts';

const market = createMarket();
market.fold({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: AT_MS });
market.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });

const timesOf = (fills: number, p50: number, observedAtMs = AT_MS, bridge = 'across'): FillTimesEvent => ({
  bridge,
  corridor: CORRIDOR.id,
  observedAtMs,
  windows: (['1h', '24h', '7d'] as const).map((window) => ({ window, fills, p50, p90: 2 * p50, p99: 3 * p50 })),
});

const bookOf = (p50s: Readonly<Record<string, number>>) => {
  const state = createBookState('key', CORRIDOR, AMOUNT_IN);
  for (const [bridge, p50] of Object.entries(p50s)) {
    const given = {
      amountOut: 999_000_000n,
      minAmountOut: 999_000_000n,
      fees: [],
      rebate: 0n,
      surcharges: [],
      originGas: 100_000n,
      etaSeconds: { p50, p90: 2 * p50 },
      limits: { min: null, max: null, instant: null },
      validUntilMs: AT_MS + 10_000,
    };
    const question = { quoteId: bridge, bridge, corridor: CORRIDOR.id, amountIn: AMOUNT_IN, askedAtMs: AT_MS, observedAtMs: AT_MS };
    foldQuote(state, { ...question, outcome: { kind: 'answer', answer: given } });
  }
  return state;
};

const rank = (state: ReturnType<typeof bookOf>, fillTimes: ReturnType<typeof createFillTimesBoard>) =>
  rankBook(state, { market, statuses: new Map(), fillTimes, bridges: [] }, AT_MS + 1).routes.map(({ candidate, score }) => ({
    venue: candidate.legs[0]?.venue,
    etaSeconds: candidate.etaSeconds,
    etaSource: candidate.etaSource,
    speed: score.speed,
  }));

describe('the expected time of a route', () => {
  test('is the quote’s own until the corridor has fills, then moves towards them, and with it the speed and the order', () => {
    const board = createFillTimesBoard();
    const state = bookOf({ across: 10, stargate: 100 });
    const [before] = rank(state, board);
    expect(before).toMatchObject({ venue: 'across', etaSeconds: { p50: 10, p90: 20 }, etaSource: 'quoted' });
    board.fold(timesOf(4, 600_000));
    expect(rank(state, board)[0]).toEqual(before);
    expect(board.fold(timesOf(20, 600_000, AT_MS + 1))).toBe(true);
    const after = rank(state, board);
    expect(after.map(({ venue }) => venue)).toEqual(['stargate', 'across']);
    // Half way between the quote's 10 s and the observed 600 s.
    expect(after[1]).toMatchObject({ etaSeconds: { p50: 305, p90: 610 }, etaSource: 'observed' });
    expect(after[1]?.speed).toBeLessThan(before?.speed ?? 0);
    expect(after[0]).toMatchObject({ etaSeconds: { p50: 100, p90: 200 }, etaSource: 'quoted' });
    // Figures that come before the quotes place them alike.
    expect(rank(bookOf({ across: 10, stargate: 100 }), board)).toEqual(after);
  });

  test('does not depend on the order in which figures come, nor on their repetition', () => {
    const event = fc
      .record({
        fills: fc.nat({ max: 50 }),
        p50: fc.integer({ min: 1_000, max: 10_000_000 }),
        bridge: fc.constantFrom('across', 'stargate'),
      })
      .chain((one) => fc.integer({ min: 0, max: 1_000_000 }).map((after) => timesOf(one.fills, one.p50, AT_MS + after, one.bridge)));
    const events = fc.uniqueArray(event, { maxLength: 12, selector: ({ observedAtMs }) => observedAtMs });
    fc.assert(
      fc.property(
        events.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }))),
        ([list, shuffled]) => {
          const [one, other] = [createFillTimesBoard(), createFillTimesBoard()];
          for (const given of list) one.fold(given);
          for (const given of shuffled) other.fold(given);
          expect(rank(bookOf({ across: 10, stargate: 100 }), other)).toEqual(rank(bookOf({ across: 10, stargate: 100 }), one));
        },
      ),
    );
  });

  test('is finite for every quote', () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 5, max: 1_000 }), (given, fills) => {
        const board = createFillTimesBoard();
        board.fold(timesOf(fills, 5_000));
        const state = createBookState('key', CORRIDOR, AMOUNT_IN);
        const question = {
          quoteId: 'q',
          bridge: 'across',
          corridor: CORRIDOR.id,
          amountIn: AMOUNT_IN,
          askedAtMs: AT_MS,
          observedAtMs: AT_MS,
        };
        foldQuote(state, { ...question, outcome: { kind: 'answer', answer: given } });
        for (const { etaSeconds, speed } of rank(state, board)) {
          expect(Number.isFinite(etaSeconds.p50) && Number.isFinite(etaSeconds.p90)).toBe(true);
          expect(speed).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('older figures change nothing, and the same again is no change', () => {
    const board = createFillTimesBoard();
    expect(board.fold(timesOf(30, 5_000, AT_MS))).toBe(true);
    const { revision } = board;
    expect(board.fold(timesOf(90, 9_000, AT_MS - 1))).toBe(false);
    expect(board.fold(timesOf(30, 5_000, AT_MS + 1))).toBe(false);
    expect(board.revision).toBe(revision);
  });
});
