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
import { type Benchmark, quantile } from './harness.ts';
import { measureJavaFold } from './java-peer.ts';
import { BENCH_BOOKS, BENCH_BRIDGES, benchQuotes } from './quote-messages.ts';

const QUOTES = 120_000;
/** The first rounds warm the compiler up; the median of the others counts. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 5;
const AT_MS = 1_800_000_000_000;

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

const perSecond = (work: () => number): number => {
  const rates: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const begun = process.hrtime.bigint();
    if (work() === 0) throw new Error('nothing came out');
    rates.push(QUOTES / (Number(process.hrtime.bigint() - begun) / 1e9));
  }
  return quantile(rates.slice(WARM_UP_ROUNDS), 0.5);
};

export const bench: Benchmark = {
  name: 'ranking-core',
  about: `one core folds ${QUOTES} quotes into ${BENCH_BOOKS} books of ten bridges and ranks the book at every quote; beside the same fold in Java`,
  run: async (engines, report) => {
    const events = benchQuotes(QUOTES, AT_MS);
    const registry = createRegistryClient(engines.registryUrl);
    const codec = createCodec<QuoteEventRecord>({ schema: QUOTE_EVENT_SCHEMA, id: 1, registry, now: Date.now });
    const messages = events.map((event) => codec.encode(quoteEventToRecord(event)));
    report('objects in, objects out');
    const objects = perSecond(() => {
      const fold = createFold(false);
      for (const event of events) fold.take(event);
      return fold.out();
    });
    report('Avro bytes in, book bytes out');
    const bytes = perSecond(() => {
      const fold = createFold(true);
      for (const message of messages) {
        const record = codec.decode(message);
        const event = record.ok ? quoteEventFromRecord(record.value) : record;
        if (event.ok) fold.take(event.value);
      }
      return fold.out();
    });
    report('the same in Java');
    const java = await measureJavaFold(messages);
    return [
      {
        what: 'quotes, objects in and out',
        value: objects,
        unit: 'ops/s',
        baseline: { what: 'Java', value: java.objects },
        budget: { atLeast: 500_000 },
      },
      {
        what: 'quotes, Avro in, book bytes out',
        value: bytes,
        unit: 'ops/s',
        baseline: { what: 'Java', value: java.bytes },
        budget: { atLeast: 100_000 },
      },
    ];
  },
};
