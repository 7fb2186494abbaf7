import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUsd, toUsd } from '#core/domain/amount.ts';
import { assetById } from '#core/domain/asset.ts';
import type { Book } from '#core/domain/book.ts';
import { bookChecksum } from '#core/domain/checksum.ts';
import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import type { RankedRoute } from '#core/domain/route.ts';
import { createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket, type MarketView } from '#core/ranking/market-view.ts';
import { rankBook } from '#core/ranking/rank-book.ts';
import { ruleOf } from '#core/ranking/rule.ts';
import { AMOUNT_IN, AT_MS, BRIDGES, CORRIDOR, quoteEvents } from '#test/support/arbitrary-quotes.ts';
import { book as bookSchema } from '../api/book.ts';
import { createBookWriter } from './book-json.ts';

const marketAt = (ethUsd: number) => {
  const market = createMarket();
  market.fold({ kind: 'price', priceId: 'ethereum', usd: ethUsd, observedAtMs: AT_MS });
  market.fold({ kind: 'gas', chainId: 1, weiPerGas: 2_000_000_000n, observedAtMs: AT_MS });
  return market;
};

const rankedBook = (state: ReturnType<typeof createBookState>, market: MarketView, version: number, nowMs: number): Book => {
  const { nextExpiryMs: _unused, ...ranking } = rankBook(
    state,
    { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: BRIDGES },
    nowMs,
  );
  return { key: state.key, corridor: CORRIDOR.id, amountIn: AMOUNT_IN, version, asOfMs: nowMs, ...ranking };
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
        const book = rankedBook(state, market, index + 1, nowMs);
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

/** The plainest way to write a book: objects, and the whole of them every time. */
const plainJson = (book: Book, market: MarketView): string => {
  const paid = ({ kind, asset, amount }: { kind: string; asset: string; amount: bigint }) => {
    const known = assetById(asset);
    const price = known && market.priceUsd(known);
    const usd = known === undefined || price === undefined ? 0 : toUsd(amount, known.decimals, price);
    return { kind, asset, amount: String(amount), usd: formatUsd(usd) };
  };
  const plainRoute = (route: RankedRoute, index: number) => {
    const { candidate, cost } = route;
    return {
      routeId: route.routeId,
      rank: index + 1,
      amountIn: String(candidate.amountIn),
      amountOut: String(route.amountOut),
      minAmountOut: String(candidate.minAmountOut),
      amountOutUsd: formatUsd(route.amountOutUsd),
      costUsd: formatUsd(cost.total),
      cost: {
        feesUsd: formatUsd(cost.fees),
        gasUsd: formatUsd(cost.gas),
        slippageUsd: formatUsd(cost.slippage),
        timeUsd: formatUsd(cost.time),
      },
      etaSeconds: candidate.etaSeconds,
      etaSource: candidate.etaSource,
      score: route.score,
      rule: ruleOf(route, book.routes[index - 1], book.routes[index + 1]),
      legs: candidate.legs.map(({ kind, venue, via, from, to, amountIn, amountOut, fees, rebate, surcharges, userSteps }) => ({
        kind,
        venue,
        via,
        from,
        to,
        amountIn: String(amountIn),
        amountOut: String(amountOut),
        fees: fees.map(paid),
        rebate: rebate === 0n ? undefined : String(rebate),
        surcharges: surcharges.map(paid),
        userSteps: userSteps?.map((step) => ({ ...step, gas: String(step.gas) })),
      })),
      observedAt: new Date(candidate.observedAtMs).toISOString(),
      validUntil: new Date(candidate.validUntilMs).toISOString(),
      tags: route.tags,
    };
  };
  const { key, corridor, amountIn, version, asOfMs, routes, excluded, pending, weights, volatility } = book;
  const asOf = new Date(asOfMs).toISOString();
  const checksum = bookChecksum(routes);
  const written = routes.map(plainRoute);
  return JSON.stringify({
    key,
    corridor,
    amountIn: String(amountIn),
    version,
    asOf,
    routes: written,
    excluded,
    pending,
    weights,
    volatility,
    checksum,
  });
};

/** Words that a vendor may use: of one byte a letter, of more, and some that JSON escapes. */
const WORDS = ['paused', 'gedrosselt für 5 s', '流動性が足りない', '🛑 "halt"\n', '\ud800 half a letter'];

test('whatever changes between two books, what is copied of the first makes the second, byte for byte', () => {
  const change = fc.record({
    words: fc.constantFrom(...WORDS),
    asset: fc.constantFrom('ethereum:USDC', 'ethereum:ETH', 'nowhere:Ünbekannt', 'ethereum:"quoted"'),
    usd: fc.option(fc.integer({ min: 1_000, max: 5_000 }), { nil: null, freq: 8 }),
    other: fc.nat(3).map((one) => one === 0),
  });
  const lasting = (answer: QuoteAnswer, asset: string): QuoteAnswer => ({
    ...answer,
    fees: answer.fees.map((fee) => ({ ...fee, asset })),
    limits: { ...answer.limits, min: null, max: null },
    validUntilMs: AT_MS + 30_000,
  });
  /** The event with a vendor's words in every place where a vendor has a word, and its route in the book for long, beside others. */
  const spoken = (event: QuoteEvent, { words, asset }: { words: string; asset: string }): QuoteEvent =>
    event.outcome.kind === 'failure'
      ? { ...event, outcome: { kind: 'failure', failure: { ...event.outcome.failure, detail: words } } }
      : { ...event, outcome: { kind: 'answer', answer: lasting(event.outcome.answer, asset) } };
  fc.assert(
    fc.property(quoteEvents({ minLength: 1 }), fc.array(change, { minLength: 25, maxLength: 25 }), (events, changes) => {
      const market = marketAt(3_000);
      const write = createBookWriter(market);
      // Two books of one writer, so that what is kept of one would show in the other.
      const states = ['first', 'second'].map((key) => createBookState(key, CORRIDOR, AMOUNT_IN));
      const out: { json: Buffer; plain: string }[] = [];
      for (const [index, event] of events.entries()) {
        const drawn = changes[index]!;
        if (drawn.usd !== null) market.fold({ kind: 'price', priceId: 'ethereum', usd: drawn.usd, observedAtMs: AT_MS + index + 1 });
        const state = states[drawn.other ? 1 : 0]!;
        foldQuote(state, spoken(event, drawn));
        const book = rankedBook(state, market, index + 1, AT_MS + index * 200);
        out.push({ json: write(book).json, plain: plainJson(book, market) });
      }
      // Looked at when all are written: bytes that were handed out are never written over.
      for (const { json, plain } of out) expect(json.toString()).toBe(Buffer.from(plain).toString());
    }),
  );
});
