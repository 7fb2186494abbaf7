import { err, ok, type Result } from '#core/result.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { bridgeStatusFromRecord } from '#schemas/codecs/bridge-status.ts';
import { fillTimesFromRecord } from '#schemas/codecs/fill-times.ts';
import { marketEventFromRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventFromRecord } from '#schemas/codecs/quote-event.ts';
import type { BookRecord } from '#schemas/generated/book.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { booksTable } from './tables/books.ts';
import { bridgeStatusTable, fillTimesTable, gasPricesTable, pricesTable, signalsTable } from './tables/health-and-market.ts';
import { quoteFailuresTable } from './tables/quote-failures.ts';
import { quotesTable } from './tables/quotes.ts';
import type { Table } from './tables/table.ts';
import { transfersTable } from './tables/transfers.ts';
import type { TopsOfBooks } from './top-of-book.ts';

/** A message's row, and the table that it belongs into. */
export interface Placed {
  readonly table: Table<never>;
  readonly row: unknown;
}

/** What one topic becomes. */
export interface Source {
  readonly tables: readonly Table<never>[];
  readonly codec: Pick<Codec<unknown>, 'prepare'>;
  /** A message's row; undefined when it has none; in words why it can have none. */
  read(bytes: Buffer, partition: number): Result<Placed | undefined, string>;
}

/** The topics that history keeps, by their keys in `TOPICS`. */
export const HISTORY_TOPICS = ['quotes', 'books', 'transfers', 'signals', 'bridgeStatus', 'market', 'fillTimes'] as const;

export type HistoryTopic = (typeof HISTORY_TOPICS)[number];

const source = <R>(
  codec: Codec<R>,
  tables: readonly Table<never>[],
  place: (record: R, partition: number) => Result<Placed | undefined, string>,
): Source => ({
  tables,
  codec,
  read: (bytes, partition) => {
    const record = codec.decode(bytes);
    return record.ok ? place(record.value, partition) : record;
  },
});

const placed = <Row>(table: Table<Row>, row: Row): Result<Placed, never> => ok({ table, row });

const placeQuote = (record: QuoteEventRecord): Result<Placed, string> => {
  const event = quoteEventFromRecord(record);
  if (!event.ok) return event;
  const { outcome } = event.value;
  return outcome.kind === 'answer'
    ? placed(quotesTable, { event: event.value, answer: outcome.answer })
    : placed(quoteFailuresTable, { event: event.value, failure: outcome.failure });
};

const placeMarket = (record: MarketEventRecord): Result<Placed, string> => {
  const event = marketEventFromRecord(record);
  if (!event.ok) return event;
  return event.value.kind === 'price' ? placed(pricesTable, event.value) : placed(gasPricesTable, event.value);
};

const placeTransfer = (record: TransferRecord): Result<Placed, string> => {
  try {
    return placed(transfersTable, { record, transfer: JSON.parse(record.json.toString()) as TransferJson });
  } catch (error) {
    return err(`its JSON is none: ${String(error)}`);
  }
};

const placeStatus = (record: BridgeStatusRecord): Result<Placed, string> => {
  const status = bridgeStatusFromRecord(record);
  return status.ok ? placed(bridgeStatusTable, status.value) : status;
};

const placeFillTimes = (record: FillTimesRecord): Result<Placed, string> => {
  const event = fillTimesFromRecord(record);
  return event.ok ? placed(fillTimesTable, event.value) : event;
};

/** Every topic of the history: how its messages are read, and which rows they become. */
export const createSources = (deps: {
  codecs: {
    quotes: Codec<QuoteEventRecord>;
    books: Codec<BookRecord>;
    transfers: Codec<TransferRecord>;
    signals: Codec<SignalRecord>;
    bridgeStatus: Codec<BridgeStatusRecord>;
    market: Codec<MarketEventRecord>;
    fillTimes: Codec<FillTimesRecord>;
  };
  tops: TopsOfBooks;
}): Readonly<Record<HistoryTopic, Source>> => {
  const { codecs, tops } = deps;
  return {
    quotes: source(codecs.quotes, [quotesTable, quoteFailuresTable], placeQuote),
    books: source(codecs.books, [booksTable], (record, partition) => {
      const top = tops.changed(partition, record);
      return top === undefined ? ok(undefined) : placed(booksTable, top);
    }),
    transfers: source(codecs.transfers, [transfersTable], placeTransfer),
    signals: source(codecs.signals, [signalsTable], (record) => placed(signalsTable, record)),
    bridgeStatus: source(codecs.bridgeStatus, [bridgeStatusTable], placeStatus),
    market: source(codecs.market, [pricesTable, gasPricesTable], placeMarket),
    fillTimes: source(codecs.fillTimes, [fillTimesTable], placeFillTimes),
  };
};
