// Folds quotes into books and ranks each book at each quote, on one core, in one of two ways: `objects` in and out, or Avro `bytes` in and book bytes out.
// Arguments: which of the two, how many quotes, and their time in epoch ms. Says its rate a second and the bytes of a book, on its last line. A process for
// each: what the one teaches the compiler of shapes would slow the other, and a ranker only ever does the second.

import type { Book } from '#core/domain/book.ts';
import { type Corridor, corridorById } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { type BookState, createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket } from '#core/ranking/market-view.ts';
import { rankBook } from '#core/ranking/rank-book.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { createBookWriter } from '#schemas/codecs/book-json.ts';
import { quoteEventFromRecord, quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { QUOTE_EVENT_SCHEMA } from '#schemas/generated/quote-event.ts';
import { quantile } from '../harness.ts';
import { BENCH_BRIDGES, benchQuotes } from '../quote-messages.ts';

const [mode, quotes, at] = process.argv.slice(2);
const QUOTES = Number(quotes);
const AT_MS = Number(at);

/** The first rounds warm the compiler up; the median of the others counts. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 5;

const makeMarket = () => {
  const market = createMarket();
  for (const priceId of ['ethereum', 'polygon-ecosystem-token', 'avalanche-2'])
    market.fold({ kind: 'price', priceId, usd: 100, observedAtMs: AT_MS });
  for (const chainId of [1, 10, 137, 8453, 42161, 43114])
    market.fold({ kind: 'gas', chainId, weiPerGas: 1_000_000_000n, observedAtMs: AT_MS });
  return market;
};

/** A ranker without its engines: every quote is folded and its book ranked; with `onBook`, made bytes too. */
const createFold = (writes: boolean) => {
  const market = makeMarket();
  const inputs = { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: BENCH_BRIDGES };
  const write = createBookWriter(market);
  const corridors = new Map<string, Corridor>();
  const states = new Map<Corridor, Map<bigint, BookState>>();
  let version = 0;
  let bytes = 0;
  const stateOf = (event: QuoteEvent): BookState => {
    let corridor = corridors.get(event.corridor);
    if (corridor === undefined) {
      corridor = corridorById(event.corridor)!;
      corridors.set(event.corridor, corridor);
      states.set(corridor, new Map());
    }
    const byAmount = states.get(corridor)!;
    let state = byAmount.get(event.amountIn);
    if (state === undefined) {
      state = createBookState(`${event.corridor}@${event.amountIn}`, corridor, event.amountIn);
      byAmount.set(event.amountIn, state);
    }
    return state;
  };
  return {
    take: (event: QuoteEvent) => {
      const state = stateOf(event);
      foldQuote(state, event);
      const ranking = rankBook(state, inputs, AT_MS + 1_000);
      version += 1;
      if (!writes) {
        bytes += ranking.routes.length;
        return;
      }
      const { key, corridor, amountIn } = state;
      const book: Book = { key, corridor: corridor.id, amountIn, version, asOfMs: AT_MS + 1_000, ...ranking };
      bytes += write(book).json.length;
    },
    /** What came out; keeps the compiler from leaving the work out. */
    out: () => bytes,
  };
};

const measure = (work: () => number): number => {
  const rates: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const begun = process.hrtime.bigint();
    if (work() === 0) throw new Error('nothing came out');
    rates.push(QUOTES / (Number(process.hrtime.bigint() - begun) / 1e9));
  }
  return quantile(rates.slice(WARM_UP_ROUNDS), 0.5);
};

const events = benchQuotes(QUOTES, AT_MS);
if (mode === 'objects') {
  const perSecond = measure(() => {
    const fold = createFold(false);
    for (const event of events) fold.take(event);
    return fold.out();
  });
  console.log(JSON.stringify({ perSecond, bytesEach: 0 }));
} else {
  const registry = createRegistryClient('http://127.0.0.1:9');
  const codec = createCodec<QuoteEventRecord>({ schema: QUOTE_EVENT_SCHEMA, id: 1, registry, now: Date.now });
  const messages = events.map((event) => codec.encode(quoteEventToRecord(event)));
  let bytes = 0;
  const perSecond = measure(() => {
    const fold = createFold(true);
    for (const message of messages) {
      const record = codec.decode(message);
      const event = record.ok ? quoteEventFromRecord(record.value) : record;
      if (event.ok) fold.take(event.value);
    }
    bytes = fold.out();
    return bytes;
  });
  console.log(JSON.stringify({ perSecond, bytesEach: bytes / QUOTES }));
}
