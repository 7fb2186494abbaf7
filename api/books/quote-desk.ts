import { bookChecksum } from '#core/domain/checksum.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { QuoteWish } from '../input/quote-wish.ts';
import type { BookCache } from './book-cache.ts';
import { type HeldBook, isSettled } from './held-book.ts';
import type { Interest } from './interest.ts';
import { rankBy, rankFor } from './rank-for.ts';

/** Answers quotes: at once from what is held, or as a short-lived subscription. */
export interface QuoteDesk {
  /** The answer, if the book says all there is to say already. */
  atOnce(wish: QuoteWish): Buffer | undefined;
  /**
   * The answer when every bridge has answered, or when the wait is over. `onBook` hears of each version until then.
   * Rejects when the books are out of reach.
   */
  wait(wish: QuoteWish, options: { signal: AbortSignal; onBook?: (answer: Buffer) => void }): Promise<Buffer>;
}

const BPS = 10_000n;

const withSlippage = (route: RouteJson, slippageBps: number): RouteJson => ({
  ...route,
  minAmountOut: ((BigInt(route.amountOut) * (BPS - BigInt(slippageBps))) / BPS).toString(),
});

/** The book without routes whose time is over: a ranker that is away does not make an old quote good. */
const withoutLapsed = (book: BookJson, nowMs: number): BookJson => {
  const lapsed = book.routes.filter(({ validUntil }) => Date.parse(validUntil) <= nowMs);
  if (lapsed.length === 0) return book;
  const routes = book.routes.filter((route) => !lapsed.includes(route)).map((route, index) => ({ ...route, rank: index + 1 }));
  const excluded = lapsed.map((route) => ({
    bridge: route.legs[0]?.venue ?? route.routeId,
    reason: 'EXPIRED',
    detail: `its quote was good until ${route.validUntil}`,
  }));
  return { ...book, routes, excluded: [...book.excluded, ...excluded], checksum: bookChecksum(routes) };
};

/** A held book as a quote answers it. Pure. */
export const quoteAnswer = (held: HeldBook, wish: Pick<QuoteWish, 'preset' | 'weights' | 'slippageBps'>, nowMs: number): Buffer => {
  const { preset, weights, slippageBps } = wish;
  const plain = preset === 'best' && weights === undefined && slippageBps === undefined;
  if (plain && isSettled(held, nowMs)) return held.bytes;
  const book = withoutLapsed(held.json, nowMs);
  const late = new Set([...held.awaited, ...book.excluded.filter(({ reason }) => reason === 'EXPIRED').map(({ bridge }) => bridge)]);
  const ranked = weights === undefined ? rankFor(book, preset) : rankBy(book, weights, 'your weights');
  const routes = slippageBps === undefined ? ranked.routes : ranked.routes.map((route) => withSlippage(route, slippageBps));
  const answer: BookJson = { ...book, routes: [...routes], weights: ranked.weights, pending: [...late], checksum: bookChecksum(routes) };
  return Buffer.from(JSON.stringify(answer));
};

export const createQuoteDesk = (deps: { books: BookCache; interest: Interest; now: () => number }): QuoteDesk => {
  const { books, interest, now } = deps;
  return {
    atOnce: (wish) => {
      const held = books.peek(wish.key);
      if (held === undefined || !isSettled(held, now())) return undefined;
      interest.touch(wish.key);
      return quoteAnswer(held, wish, now());
    },
    wait: async (wish, { signal, onBook }) => {
      const loseInterest = interest.hold(wish.key);
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      const timer = setTimeout(end, wish.maxWaitMs);
      signal.addEventListener('abort', () => end(), { once: true });
      try {
        const followed = await books.follow(wish.key, (book) => {
          onBook?.(quoteAnswer(book, wish, now()));
          if (isSettled(book, now())) end();
        });
        try {
          if (isSettled(followed.current(), now())) end();
          else if (followed.current().json.version > 0) onBook?.(quoteAnswer(followed.current(), wish, now()));
          await over;
          return quoteAnswer(followed.current(), wish, now());
        } finally {
          followed.release();
        }
      } finally {
        clearTimeout(timer);
        loseInterest();
      }
    },
  };
};
