import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AMOUNT_IN, AT_MS, CORRIDOR } from '#test/support/arbitrary-quotes.ts';
import { createBookState, foldQuote } from './book-state.ts';
import { createFillTimesBoard } from './fill-times-board.ts';
import { createMarket } from './market-view.ts';
import { rankBook } from './rank-book.ts';

const PAGE = readFileSync('docs/ranking.md', 'utf8');

test('the worked example of docs/ranking.md is what the code computes', () => {
  const market = createMarket();
  market.fold({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: AT_MS });
  market.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });
  const state = createBookState('key', CORRIDOR, AMOUNT_IN);
  const drawn = [
    { bridge: 'a', amountOut: 999_000_000n, originGas: 100_000n, p50: 10, instant: 10_000_000_000n },
    { bridge: 'b', amountOut: 999_800_000n, originGas: 300_000n, p50: 180, instant: 4_000_000_000n },
  ];
  for (const { bridge, amountOut, originGas, p50, instant } of drawn) {
    const answer = {
      amountOut,
      minAmountOut: amountOut,
      fees: [],
      rebate: 0n,
      surcharges: [],
      originGas,
      etaSeconds: { p50, p90: p50 },
      limits: { min: null, max: null, instant },
      validUntilMs: AT_MS + 10_000,
    };
    const outcome = { kind: 'answer' as const, answer };
    foldQuote(state, {
      quoteId: bridge,
      bridge,
      corridor: CORRIDOR.id,
      amountIn: AMOUNT_IN,
      askedAtMs: AT_MS,
      observedAtMs: AT_MS,
      outcome,
    });
  }
  const { routes } = rankBook(state, { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: [] }, AT_MS);
  expect(routes.map(({ candidate }) => candidate.legs[0]?.venue)).toEqual(['a', 'b']);
  for (const { score, cost } of routes) {
    expect(PAGE).toContain(cost.total.toFixed(6));
    expect(PAGE).toContain(String(score.total));
    expect(PAGE).toContain(String(score.cost));
    expect(PAGE).toContain(String(score.speed));
  }
});
