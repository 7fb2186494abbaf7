import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { createLogStore } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createRowBinary } from '#platform/clickhouse/row-binary.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { historyQuotes } from '#test/support/history-quotes.ts';
import { quotesTable } from '../processors/history/tables/quotes.ts';
import { LOG_COLUMNS, writePosition } from '../processors/history/tables/table.ts';
import type { Benchmark } from './harness.ts';

const ROWS_PER_INSERT = 50_000;
const INSERTS = 10;
const ROWS = ROWS_PER_INSERT * INSERTS;
const TOPIC = 'quotes';

/** An insert's rows from events, as the processor encodes them. */
const encode = (events: readonly QuoteEvent[], first: number): Buffer => {
  const out = createRowBinary();
  for (const [index, event] of events.entries()) {
    if (event.outcome.kind !== 'answer') continue;
    quotesTable.write(out, { event, answer: event.outcome.answer });
    writePosition(out, { partition: 0, generation: 0, offset: first + index });
  }
  return out.take();
};

/** Rows into the table `quotes` of the local engine through its HTTP port, as the history processor writes them. */
export const bench: Benchmark = {
  name: 'history-insert',
  about: `${ROWS} questions, eleven of twelve of them rows of \`quotes\`, in inserts of ${ROWS_PER_INSERT}; events in memory; the engine shares the machine`,
  run: async (engines, report) => {
    const logger = createLogger('bench', 'silent');
    const database = `routebook_bench_${randomBytes(4).toString('hex')}`;
    const server = createClickHouse({ url: engines.clickhouseUrl, service: 'bench', logger });
    const client = createClickHouse({ url: engines.clickhouseUrl, database, service: 'bench', logger });
    await ensureDatabase(server, database, '');
    const migrations = readMigrations(join(import.meta.dirname, '../schemas/clickhouse'), '');
    await migrate({ client, migrations, cluster: '', logger });
    const store = createLogStore({ client, database, cluster: '' });
    const claim = (await store.claim(TOPIC, ['quotes'], [{ partition: 0 }])).get(0);
    const epochs = new Map([[0, claim?.epoch ?? '']]);
    const columns = { ...quotesTable.columns, ...LOG_COLUMNS };
    const insert = (rows: Buffer) => store.insert(TOPIC, { table: 'quotes', columns, rows }, epochs);

    // The same events again and again, from other places of the log: a million of them in memory would measure the collector.
    const events = historyQuotes(ROWS_PER_INSERT, 0);
    await insert(encode(events, 0));
    report(`${INSERTS} inserts`);
    let rows = 0;
    const begunAt = performance.now();
    // As the processor does: the next batch is encoded while the last one is written.
    let writing: Promise<number> = Promise.resolve(0);
    for (let index = 1; index <= INSERTS; index += 1) {
      const encoded = encode(events, index * ROWS_PER_INSERT);
      rows += await writing;
      writing = insert(encoded);
    }
    rows += await writing;
    const seconds = (performance.now() - begunAt) / 1_000;

    report('the engine’s own bulk insert of the same rows');
    await client.command({ query: 'CREATE TABLE bulk AS quotes' });
    const bulkAt = performance.now();
    await client.command({
      query: `INSERT INTO bulk SELECT * FROM quotes WHERE log_offset >= ${ROWS_PER_INSERT} SETTINGS max_block_size = ${ROWS_PER_INSERT}`,
    });
    const bulkSeconds = (performance.now() - bulkAt) / 1_000;

    report('a table of quotes that are all different, merged');
    await client.command({ query: 'TRUNCATE TABLE quotes' });
    for (let index = 0; index < INSERTS; index += 1) {
      const first = index * ROWS_PER_INSERT;
      await insert(encode(historyQuotes(ROWS_PER_INSERT, first), first));
    }
    await client.command({ query: 'OPTIMIZE TABLE quotes FINAL' });
    const answer = await client.query({
      query: `SELECT sum(bytes_on_disk) / sum(rows) AS bytes FROM system.parts WHERE database = currentDatabase() AND table = 'quotes' AND active`,
      format: 'JSONEachRow',
    });
    const [disk] = await answer.json<{ bytes: number }>();
    await server.command({ query: `DROP DATABASE ${database}` });
    await Promise.all([client.close(), server.close()]);
    return [
      {
        what: 'rows into ClickHouse',
        value: rows / seconds,
        unit: 'ops/s',
        baseline: { what: 'the engine’s own INSERT … SELECT of the same rows', value: rows / bulkSeconds },
        budget: { atLeast: 50_000 },
        ratioBudget: { atLeast: 0.4 },
      },
      { what: 'a quote on disk, merged', value: disk?.bytes ?? Number.NaN, unit: 'bytes', budget: { atMost: 20 } },
    ];
  },
};
