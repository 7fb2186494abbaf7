import type { Redis } from 'ioredis';
import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { FillTimesBoard } from '#core/ranking/fill-times-board.ts';
import type { Market } from '#core/ranking/market-view.ts';
import type { RankingInputs } from '#core/ranking/rank-book.ts';
import type { Publisher } from '#platform/kafka/publisher.ts';
import type { Step } from '#platform/kafka/step.ts';
import type { Keys } from '#platform/redis/keys.ts';
import type { RunScript } from '#platform/redis/script.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import { createBookWriter } from '#schemas/codecs/book-json.ts';
import type { BookRecord } from '#schemas/generated/book.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { createBookLog } from './book-log.ts';
import { createBookShelf } from './book-shelf.ts';
import type { BookTraces } from './book-traces.ts';
import { createBooksOut } from './books-out.ts';
import { startChores } from './chores.ts';
import { createGlobalInputs } from './global-inputs.ts';
import { createGlobalStep } from './global-step.ts';
import { findOrphanedBooks } from './orphaned-books.ts';
import { createPriceView, SET_PRICE_LUA } from './price-view.ts';
import { createQuoteRelay } from './quote-relay.ts';
import { createQuoteStep } from './quote-step.ts';
import { createRankingMetrics } from './ranking-metrics.ts';
import { createRedisBooks, SET_BOOKS_LUA } from './redis-books.ts';

export interface PipelineDeps {
  readonly inputs: RankingInputs & { readonly market: Market; readonly fillTimes: FillTimesBoard };
  /** The map behind `inputs.statuses`, which the pipeline fills. */
  readonly statuses: Map<string, BridgeStatus>;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly runScript: (lua: string) => RunScript;
  readonly publisher: Publisher;
  readonly codecs: {
    readonly quote: Codec<QuoteEventRecord>;
    readonly market: Codec<MarketEventRecord>;
    readonly status: Codec<BridgeStatusRecord>;
    readonly fillTimes: Codec<FillTimesRecord>;
    readonly book: Codec<BookRecord>;
  };
  readonly topics: { readonly market: string; readonly fillTimes: string; readonly books: string };
  readonly metrics: Metrics;
  readonly traces: BookTraces;
  readonly logger: Logger;
  readonly now: () => number;
  /** How long to wait on the machine's clock until so much has passed by `now`; the same where that is the machine's own. */
  readonly wallMs?: (ms: number) => number;
  readonly instance: string;
  readonly mayWrite: () => boolean;
}

export interface Pipeline {
  readonly quoteStep: Step;
  readonly globalStep: Step;
  /** Reads the same topics as `globalStep` for their unreadable messages alone. */
  readonly poisonStep: Step;
  /** Everything has been read: writes what is dirty, and takes over what ended in the view while no ranker ran. */
  readonly wake: () => void;
  /** These partitions of the topic `quotes` are ours now, and no others. */
  readonly keepOnly: (partitions: ReadonlySet<number>) => void;
  readonly stop: () => Promise<void>;
}

/** The ranking, put together: quotes, prices, statuses and fill times in; the books' view, the books' log and the prices' view out. */
export const createPipeline = (deps: PipelineDeps): Pipeline => {
  const { inputs, statuses, redis, keys, runScript, publisher, codecs, topics, traces, logger, now, wallMs, instance, mayWrite } = deps;
  const { market, fillTimes } = inputs;
  const shelf = createBookShelf(inputs);
  const metrics = createRankingMetrics(deps.metrics, () => shelf.size);
  const log = createBookLog({ publisher, codec: codecs.book, topic: topics.books });
  const writeView = createRedisBooks({ setBooks: runScript(SET_BOOKS_LUA), keys });
  const out = createBooksOut({ shelf, writeBook: createBookWriter(market), writeView, log, traces, metrics, logger, now, mayWrite });
  const prices = createPriceView({ setPrice: runScript(SET_PRICE_LUA), keys });
  const relay = createQuoteRelay({ redis, keys, now });

  const listeners = createGlobalInputs({ market, statuses, fillTimes, shelf, prices, now });
  const quoteStep = createQuoteStep({
    codec: codecs.quote,
    fold: (event, corridor, partition, traceparent) => {
      const changed = shelf.fold(event, corridor, partition);
      metrics.folded(changed);
      if (changed) relay.relay(event);
      if (changed && traceparent !== undefined) traces.folded(corridor, event.amountIn, traceparent);
    },
    flush: async () => {
      await out.write();
      await log.settled();
    },
    now,
  });
  const globals = { topics, marketCodec: codecs.market, statusCodec: codecs.status, fillTimesCodec: codecs.fillTimes };
  const globalStep = createGlobalStep({
    ...globals,
    ...listeners,
    flush: async () => {
      await Promise.all([prices.write(), out.write()]);
    },
    // Every ranker reads these topics whole at every start: a dead letter each time would be a flood.
    unreadable: 'drop',
  });
  const ignore = () => undefined;
  const poisonStep = createGlobalStep({
    ...globals,
    onMarket: ignore,
    onStatus: ignore,
    onFillTimes: ignore,
    flush: async () => undefined,
    unreadable: 'deadLetter',
  });
  const adoptOrphans = async () => {
    const orphans = await findOrphanedBooks({ redis, keys, now });
    const adopted = orphans.filter(shelf.adopt).length;
    if (adopted === 0) return;
    logger.info({ books: adopted }, 'books of the view had ended while nobody ranked');
    await out.write();
  };
  const chores = startChores({ shelf, out, prices, redis, keys, instance, logger, now, wallMs });
  return {
    quoteStep,
    globalStep,
    poisonStep,
    // A failure here is tried again by the chores. Without Redis there are no views either; it comes back empty, or with a new start.
    wake: () => {
      void out.write().catch(() => undefined);
      void adoptOrphans().catch((error: unknown) => logger.warn({ error: String(error) }, 'the view could not be looked through'));
    },
    keepOnly: shelf.keepOnly,
    stop: async () => {
      relay.stop();
      await chores.stop();
    },
  };
};
