import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import { createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket } from '#core/ranking/market-view.ts';
import { type RankingInputs, rankBook } from '#core/ranking/rank-book.ts';
import { AMOUNT_IN, AT_MS, BRIDGES, CORRIDOR } from './arbitrary-quotes.ts';

const market = createMarket();
market.fold({ kind: 'price', priceId: 'usd-coin', usd: 1, observedAtMs: AT_MS });
market.fold({ kind: 'price', priceId: 'ethereum', usd: 3_000, observedAtMs: AT_MS });
market.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });

/** A market with the prices that the corridor needs, and nobody's breaker open. */
export const inputs: RankingInputs = { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: BRIDGES };

/** The ranking of a book that was just folded from these events. */
export const rankOf = (events: readonly QuoteEvent[], given: RankingInputs = inputs, nowMs = AT_MS + 100) => {
  const state = createBookState('key', CORRIDOR, AMOUNT_IN);
  for (const event of events) foldQuote(state, event);
  return rankBook(state, given, nowMs);
};

export const answered = (bridge: string, given: QuoteAnswer): QuoteEvent => ({
  quoteId: `q-${bridge}`,
  bridge,
  corridor: CORRIDOR.id,
  amountIn: AMOUNT_IN,
  askedAtMs: AT_MS,
  observedAtMs: AT_MS,
  outcome: { kind: 'answer', answer: given },
});

/** An answer that pays this much and is like all others else. */
export const worth = (amountOut: bigint): QuoteAnswer => ({
  amountOut,
  minAmountOut: amountOut,
  fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: AMOUNT_IN - amountOut }],
  rebate: 0n,
  surcharges: [],
  originGas: 100_000n,
  etaSeconds: { p50: 10, p90: 30 },
  limits: { min: 1n, max: 10_000_000_000n, instant: 5_000_000_000n },
  validUntilMs: AT_MS + 60_000,
});
