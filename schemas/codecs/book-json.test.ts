import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Book } from '#core/domain/book.ts';
import { bookChecksum } from '#core/domain/checksum.ts';
import { createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket } from '#core/ranking/market-view.ts';
import { rankBook } from '#core/ranking/rank-book.ts';
import { AMOUNT_IN, AT_MS, BRIDGES, CORRIDOR, quoteEvents } from '#test/support/arbitrary-quotes.ts';
import { book as bookSchema } from '../api/book.ts';
import { createBookWriter } from './book-json.ts';

const marketAt = (ethUsd: number) => {
  const market = createMarket();
  market.fold({ kind: 'price', priceId: 'ethereum', usd: ethUsd, observedAtMs: AT_MS });
  market.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });
  return market;
};

test('every book is JSON as the contract says, and bytes that are kept never show in the next book', () => {
  fc.assert(
    fc.property(quoteEvents({ minLength: 1 }), fc.nat(30), (events, priceAt) => {
      const market = marketAt(3_000);
      const keeping = createBookWriter(market);
      const state = createBookState('ethereum:USDC>arbitrum:USDC@1000000000', CORRIDOR, AMOUNT_IN);
      events.forEach((event, index) => {
        if (index === priceAt) market.fold({ kind: 'price', priceId: 'ethereum', usd: 3_100, observedAtMs: AT_MS + 1 });
        foldQuote(state, event);
        const nowMs = AT_MS + index * 100;
        const { nextExpiryMs: _unused, ...ranking } = rankBook(
          state,
          { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: BRIDGES },
          nowMs,
        );
        const book: Book = { key: state.key, corridor: CORRIDOR.id, amountIn: AMOUNT_IN, version: index + 1, asOfMs: nowMs, ...ranking };
        const { json, checksum } = keeping(book);
        const text = json.toString();
        expect(text).toBe(createBookWriter(market)(book).json.toString());
        const parsed = bookSchema.parse(JSON.parse(text));
        expect(JSON.parse(text)).toEqual(parsed);
        expect(parsed.routes.map(({ routeId, rank }) => [routeId, rank])).toEqual(book.routes.map(({ routeId, rank }) => [routeId, rank]));
        expect(checksum).toBe(bookChecksum(parsed.routes));
        expect(parsed.checksum).toBe(checksum);
      });
    }),
  );
});
