import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { createLogStore, type LogStore } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createNativeRows } from '#platform/clickhouse/native-rows.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createRowBuffer } from '../../../processors/history/row-buffer.ts';
import { booksTable } from '../../../processors/history/tables/books.ts';
import { bridgeStatusTable, gasPricesTable, pricesTable, signalsTable } from '../../../processors/history/tables/health-and-market.ts';
import { quoteFailuresTable } from '../../../processors/history/tables/quote-failures.ts';
import { quotesTable } from '../../../processors/history/tables/quotes.ts';
import { LOG_COLUMNS, type Table } from '../../../processors/history/tables/table.ts';
import { transfersTable } from '../../../processors/history/tables/transfers.ts';
import { createTopsOfBooks } from '../../../processors/history/top-of-book.ts';
import { createPrefix, testEngines } from '../test-engines.ts';
import { bookRecord, quoteEvent, transferRecord } from './messages.ts';
import type { HistoryWorld } from './world.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../schemas/clickhouse');
const logger = createLogger('test', 'silent');

/** One partition of a topic, its messages becoming rows of some tables in the order in which they come. */
const createTopic = (store: LogStore, topic: string, tables: readonly Table<never>[]) => {
  let offset = 0;
  return async (messages: readonly { table: Table<never>; row: unknown }[]): Promise<void> => {
    const claims = await store.claim(
      topic,
      tables.map(({ name }) => name),
      [{ partition: 0 }],
    );
    const epochs = new Map([...claims].map(([partition, { epoch }]) => [partition, epoch]));
    const buffers = new Map(tables.map((table) => [table.name, createRowBuffer(table, createNativeRows)]));
    for (const { table, row } of messages) buffers.get(table.name)?.add(row, { partition: 0, generation: 0, offset: offset++ }, 0);
    for (const table of tables) {
      const selection = buffers.get(table.name)?.select(() => true);
      if (selection === undefined || selection.count === 0) continue;
      const { block, count } = selection;
      const written = await store.insert(topic, { table: table.name, columns: { ...table.columns, ...LOG_COLUMNS }, block }, epochs);
      if (written !== count) throw new Error(`${written} of ${count} rows were written into ${table.name}`);
    }
  };
};

/** Writes a world as `processors/history` would: the same rows, by the same claims and inserts. */
const writeWorld = async (store: LogStore, world: HistoryWorld): Promise<void> => {
  const quotes = createTopic(store, 'quotes', [quotesTable, quoteFailuresTable]);
  await quotes(
    world.quotes
      .map(quoteEvent)
      .map((event) =>
        event.outcome.kind === 'answer'
          ? { table: quotesTable, row: { event, answer: event.outcome.answer } }
          : { table: quoteFailuresTable, row: { event, failure: event.outcome.failure } },
      ),
  );
  const tops = createTopsOfBooks();
  const books = createTopic(store, 'books', [booksTable]);
  await books(
    world.books.flatMap((fact) => {
      const row = tops.changed(0, bookRecord(fact));
      return row === undefined ? [] : [{ table: booksTable, row }];
    }),
  );
  const transfers = createTopic(store, 'transfers', [transfersTable]);
  const half = Math.floor(world.transfers.length / 2);
  for (const part of [world.transfers.slice(0, half), world.transfers.slice(half)])
    await transfers(part.map((fact) => ({ table: transfersTable, row: transferRecord(fact) })));
  await createTopic(store, 'signals', [signalsTable])(world.signals.map((row) => ({ table: signalsTable, row })));
  await createTopic(store, 'bridge-status', [bridgeStatusTable])(world.statuses.map((row) => ({ table: bridgeStatusTable, row })));
  const market = createTopic(store, 'market', [pricesTable, gasPricesTable]);
  await market(world.market.map((row) => ({ table: row.kind === 'price' ? pricesTable : gasPricesTable, row })));
};

export const HOURLY_VIEWS = ['hourly_quotes', 'hourly_spreads', 'hourly_wins', 'hourly_fills'] as const;

/** A history of a test's own, in a database of its own. */
export interface WrittenHistory {
  readonly database: string;
  /** As who owns it. */
  readonly client: ClickHouseClient;
  /** Rows of a query, 64-bit numbers as numbers. */
  rows<T = Record<string, unknown>>(query: string, params?: Record<string, unknown>): Promise<T[]>;
  /** Writes further changes of transfers. */
  writeTransfers(facts: HistoryWorld['transfers']): Promise<void>;
  /** Works the hours out now. */
  workOutHours(): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the tables, writes a world into them and works the hours out. */
export const writeHistory = async (world: HistoryWorld): Promise<WrittenHistory> => {
  const { clickhouseUrl: url } = testEngines();
  const database = `routebook_${createPrefix()}`;
  const server = createClickHouse({ url, service: 'test', logger });
  const client = createClickHouse({ url, database, service: 'test', logger });
  await ensureDatabase(server, database, '');
  await migrate({ client, migrations: readMigrations(MIGRATIONS, ''), cluster: '', logger });
  const store = createLogStore({ client, database, cluster: '' });
  await writeWorld(store, world);
  const workOutHours = async () => {
    for (const order of ['REFRESH', 'WAIT'])
      for (const view of HOURLY_VIEWS) await client.command({ query: `SYSTEM ${order} VIEW ${view}_work` });
  };
  await workOutHours();
  return {
    database,
    client,
    rows: async <T>(query: string, params: Record<string, unknown> = {}) => {
      const settings = { output_format_json_quote_64bit_integers: 0 } as const;
      return (await client.query({ query, query_params: params, format: 'JSONEachRow', clickhouse_settings: settings })).json<T>();
    },
    writeTransfers: (facts) =>
      createTopic(store, 'transfers-later', [transfersTable])(facts.map((fact) => ({ table: transfersTable, row: transferRecord(fact) }))),
    workOutHours,
    remove: async () => {
      await server.command({ query: `DROP DATABASE ${database}` });
      await Promise.all([server.close(), client.close()]);
    },
  };
};
