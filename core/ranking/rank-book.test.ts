import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_IN, AT_MS, answer, BRIDGES, CORRIDOR, quoteEvents } from '#test/support/arbitrary-quotes.ts';
import { answered, inputs, rankOf, worth } from '#test/support/rank-of.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { FillTimesEvent } from '../domain/fill-times.ts';
import type { QuoteAnswer, QuoteEvent } from '../domain/quote.ts';
import { createBookState, foldQuote } from './book-state.ts';
import { createFillTimesBoard } from './fill-times-board.ts';
import { createMarket } from './market-view.ts';
import { FAR_SLOWER_FACTOR, FAR_SLOWER_SECONDS } from './place-routes.ts';
import { rankBook } from './rank-book.ts';
import { rerank } from './rerank.ts';
import { PRESET_WEIGHTS } from './weights.ts';

describe('further steps of the user', () => {
  const claim = (chainId: number, gas: bigint): QuoteAnswer => ({
    ...worth(999_000_000n),
    userSteps: [{ kind: 'claim', chainId, afterSeconds: 5, gas }],
  });

  test('cost their gas on the chain where they are sent', () => {
    const { routes } = rankOf([answered('across', worth(999_000_000n)), answered('hop', claim(1, 300_000n))]);
    const gasOf = (bridge: string) => routes.find(({ candidate }) => candidate.legs[0]?.venue === bridge)?.cost.gas ?? Number.NaN;
    expect(gasOf('hop')).toBeCloseTo(4 * gasOf('across'), 9);
    expect(routes[0]?.candidate.legs[0]?.venue).toBe('across');
  });

  test('of a chain whose gas has no price have no price', () => {
    const { routes, excluded } = rankOf([answered('hop', claim(10, 300_000n)), answered('cctp', claim(10, 0n))]);
    expect(routes.map(({ candidate }) => candidate.legs[0]?.venue)).toEqual(['cctp']);
    expect(excluded).toMatchObject([{ bridge: 'hop', reason: 'PRICE_UNKNOWN' }]);
  });
});

/** One live answer a bridge, some with the same numbers. */
const liveAnswers = fc
  .array(answer, { minLength: 2, maxLength: BRIDGES.length })
  .map((answers) =>
    answers.map((one, index) =>
      answered(BRIDGES[index]!, { ...one, limits: { ...one.limits, min: null, max: null }, validUntilMs: AT_MS + 30_000 }),
    ),
  );

const PARTS = ['cost', 'speed', 'reliability', 'liquidity'] as const;
const placesOf = (events: readonly QuoteEvent[]) => rankOf(events).routes.map(({ routeId }) => routeId);

describe('the fold', () => {
  test('gives the same ranking for any order and any repetition of its events', () => {
    fc.assert(
      fc.property(
        quoteEvents().chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 }),
          ),
        ),
        ([events, shuffled]) => {
          expect(rankOf(shuffled)).toEqual(rankOf(events));
        },
      ),
    );
  });

  test('says of a repetition that it changes nothing', () => {
    fc.assert(
      fc.property(quoteEvents({ minLength: 1 }), (events) => {
        const state = createBookState('key', CORRIDOR, AMOUNT_IN);
        for (const event of events) foldQuote(state, event);
        expect(events.some((event) => foldQuote(state, event))).toBe(false);
      }),
    );
  });
});

describe('what a book keeps between rankings', () => {
  const prices = fc.array(fc.record({ at: fc.nat(25), usd: fc.integer({ min: 1_000, max: 5_000 }) }), { maxLength: 3 });
  const breakers = fc.array(
    fc.record({ at: fc.nat(25), bridge: fc.constantFrom(...BRIDGES), reliability: fc.nat(100), open: fc.boolean() }),
    {
      maxLength: 5,
    },
  );

  const timesOf = (bridge: string, p50: number, observedAtMs: number): FillTimesEvent => ({
    bridge,
    corridor: CORRIDOR.id,
    observedAtMs,
    windows: [{ window: '1h', fills: 30, p50, p90: p50, p99: p50 }],
  });

  test('never shows: every ranking is the one of a book that was just folded, and those given out before stay as they were', () => {
    fc.assert(
      fc.property(quoteEvents(), prices, breakers, fc.array(fc.nat(3_000)), (events, moves, changes, waits) => {
        const moving = createMarket();
        moving.fold({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: AT_MS });
        moving.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });
        const statuses = new Map<string, BridgeStatus>();
        const fillTimes = createFillTimesBoard();
        const given = { market: moving, statuses, fillTimes, bridges: BRIDGES };
        const kept = createBookState('key', CORRIDOR, AMOUNT_IN);
        const out: { ranking: unknown; asItWas: unknown }[] = [];
        for (const [at, event] of events.entries()) {
          for (const { usd } of moves.filter((move) => move.at === at))
            moving.fold({ kind: 'price', priceId: 'ethereum', usd, observedAtMs: AT_MS + at + 1 });
          for (const { bridge, reliability } of changes.filter((change) => change.at === at))
            fillTimes.fold(timesOf(bridge, reliability * 10_000, AT_MS + at));
          for (const { bridge, reliability, open } of changes.filter((change) => change.at === at))
            statuses.set(bridge, { bridge, breaker: open ? 'open' : 'closed', reason: '', reliability, observedAtMs: AT_MS + at });
          const nowMs = AT_MS + at * (waits[at] ?? 0);
          foldQuote(kept, event);
          const ranking = rankBook(kept, given, nowMs);
          expect(ranking).toEqual(rankOf(events.slice(0, at + 1), given, nowMs));
          out.push({ ranking, asItWas: structuredClone(ranking) });
        }
        for (const { ranking, asItWas } of out) expect(ranking).toEqual(asItWas);
      }),
    );
  });

  test('a route of which nothing changed is the same object, and a score too when only the rank changed', () => {
    const good = { ...worth(999_000_000n), limits: { min: null, max: null, instant: null } };
    const state = createBookState('key', CORRIDOR, AMOUNT_IN);
    for (const bridge of ['across', 'stargate', 'hop']) foldQuote(state, answered(bridge, good));
    const before = rankBook(state, inputs, AT_MS + 100).routes;
    expect(rankBook(state, inputs, AT_MS + 200).routes.every((route, index) => route === before[index])).toBe(true);
    // The same cost, and so the same measure for the others; but twice as slow.
    const slower = { ...good, etaSeconds: { p50: 20, p90: 60 }, amountOut: good.amountOut - 1n, minAmountOut: good.minAmountOut - 1n };
    foldQuote(state, { ...answered('across', slower), observedAtMs: AT_MS + 1 });
    const after = rankBook(state, inputs, AT_MS + 300).routes;
    expect(after.map(({ candidate }) => candidate.legs[0]!.venue)).toEqual(['hop', 'stargate', 'across']);
    for (const route of after.slice(0, 2)) {
      const was = before.find(({ routeId }) => routeId === route.routeId)!;
      expect(route.score).toBe(was.score);
      expect(route === was).toBe(route.rank === was.rank);
    }
  });
});

describe('the order', () => {
  test('a route that is no better in any part never stands above', () => {
    fc.assert(
      fc.property(liveAnswers, fc.constantFrom(...Object.values(PRESET_WEIGHTS)), (events, weights) => {
        const placed = rerank(rankOf(events).routes, weights).map(({ route }) => route);
        for (const [place, above] of placed.entries()) {
          for (const below of placed.slice(place + 1)) {
            const noBetter = PARTS.every((part) => above.score[part] <= below.score[part]);
            const worse = PARTS.some((part) => above.score[part] < below.score[part]);
            expect(noBetter && worse).toBe(false);
          }
        }
      }),
    );
  });

  test('more amountOut, all else equal, never lowers a rank', () => {
    fc.assert(
      fc.property(liveAnswers, fc.nat(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (events, pick, more) => {
        const index = pick % events.length;
        const raised = events.map((event, at) => {
          if (at !== index || event.outcome.kind !== 'answer') return event;
          const { amountOut } = event.outcome.answer;
          return answered(event.bridge, { ...event.outcome.answer, amountOut: amountOut + more });
        });
        const id = (bridge: string) => `${bridge}-`;
        const place = (ids: string[]) => ids.findIndex((routeId) => routeId.startsWith(id(BRIDGES[index]!)));
        expect(place(placesOf(raised))).toBeLessThanOrEqual(place(placesOf(events)));
      }),
    );
  });

  test('a route that is best in no part may come or go without reordering the rest', () => {
    fc.assert(
      fc.property(liveAnswers, (events) => {
        const { routes } = rankOf(events);
        for (const route of routes) {
          const best = PARTS.some((part) => routes.every((other) => other === route || other.score[part] <= route.score[part]));
          if (best) continue;
          const venue = route.candidate.legs[0]!.venue;
          const without = placesOf(events.filter(({ bridge }) => bridge !== venue));
          expect(without).toEqual(routes.filter((other) => other !== route).map(({ routeId }) => routeId));
        }
      }),
    );
  });

  test('a route far slower than its rivals never wins on cost alone, whatever it pays out', () => {
    const presets = fc.constantFrom(...Object.values(PRESET_WEIGHTS));
    fc.assert(
      fc.property(liveAnswers, fc.bigInt({ min: 0n, max: 1n << 250n }), presets, (events, out, weights) => {
        const others = events.slice(1);
        const fastest = Math.min(...others.map(({ outcome }) => (outcome.kind === 'answer' ? outcome.answer.etaSeconds.p50 : 0)));
        fc.pre(fastest * FAR_SLOWER_FACTOR < 86_400 && 86_400 > FAR_SLOWER_SECONDS);
        const like = others[0]!.outcome;
        fc.pre(like.kind === 'answer');
        // The same liquidity for all: only cost and speed tell them apart.
        const limits = { min: null, max: null, instant: null };
        const level = others.map((event) =>
          event.outcome.kind === 'answer' ? answered(event.bridge, { ...event.outcome.answer, limits }) : event,
        );
        const slow = answered(events[0]!.bridge, {
          ...like.answer,
          amountOut: out,
          minAmountOut: out,
          limits,
          etaSeconds: { p50: 86_400, p90: 86_400 },
        });
        const first = rerank(rankOf([slow, ...level]).routes, weights)[0]!.route;
        expect(first.candidate.legs[0]!.venue).not.toBe(slow.bridge);
      }),
    );
  });
});

describe('the parts', () => {
  test('are finite and within 0 to 100 for every input', () => {
    const anyNumber = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e-320, 1e308));
    fc.assert(
      fc.property(
        quoteEvents({ minLength: 1 }),
        anyNumber,
        anyNumber,
        fc.bigInt({ min: 0n, max: 1n << 255n }),
        (events, usd, native, wei) => {
          const odd = createMarket();
          odd.fold({ kind: 'price', priceId: 'usd-coin', usd, observedAtMs: AT_MS });
          odd.fold({ kind: 'price', priceId: 'ethereum', usd: native, observedAtMs: AT_MS });
          odd.fold({ kind: 'gas', chainId: 1, weiPerGas: wei, observedAtMs: AT_MS });
          for (const { score, cost, amountOutUsd } of rankOf(events, { ...inputs, market: odd }).routes) {
            for (const part of [...PARTS, 'total'] as const) {
              expect(score[part]).toBeGreaterThanOrEqual(0);
              expect(score[part]).toBeLessThanOrEqual(100);
            }
            for (const usdValue of [...Object.values(cost), amountOutUsd]) expect(Number.isFinite(usdValue)).toBe(true);
          }
        },
      ),
    );
  });

  test('totals and order can be computed again from what is published', () => {
    fc.assert(
      fc.property(liveAnswers, (events) => {
        const { routes, weights } = rankOf(events);
        const again = rerank(
          routes.map(({ routeId, amountOut, score }) => ({ routeId, amountOut: amountOut.toString(), score })).reverse(),
          weights,
        );
        expect(again.map(({ route, total }) => [route.routeId, total])).toEqual(routes.map(({ routeId, score }) => [routeId, score.total]));
      }),
    );
  });
});
