import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import { createLogStore, ONE_BLOCK } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createNativeRows } from '#platform/clickhouse/native-rows.ts';
import { freePort } from '#platform/free-port.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { historyQuotes } from '#test/support/history-quotes.ts';
import { createRowBuffer, type RowBuffer } from '../processors/history/row-buffer.ts';
import { quotesTable } from '../processors/history/tables/quotes.ts';
import { LOG_COLUMNS } from '../processors/history/tables/table.ts';
import type { BenchEngines, Benchmark } from './harness.ts';
import { openTopics } from './open-topics.ts';
import { processCpuSeconds } from './process-cpu.ts';
import { engineEnv, runService } from './services.ts';

const QUESTIONS_PER_INSERT = 50_000;
const INSERTS = 10;
/** Before the time is taken: V8 and the engine have seen all of it by then. */
const WARM_UP_INSERTS = 3;
const QUESTIONS = QUESTIONS_PER_INSERT * INSERTS;
/** Messages of the topic that the processor reads, and how many of their rows come before the time is taken. */
const MESSAGES = 400_000;
const WARM_UP_ROWS = 60_000;
const CHUNK = 10_000;
const LOOK_MS = 20;
const TOPIC = 'quotes';

const logger = createLogger('bench', 'silent');

/** A message set of Kafka's, roughly: after each the processor waits for the next, and the insert before this one goes on. */
const EVENTS_AT_ONCE = 1_000;

/** An insert's rows from events, as the processor encodes them. Gives how many there are. */
const encode = async (buffer: RowBuffer, events: readonly QuoteEvent[], first: number): Promise<number> => {
  buffer.clear();
  let rows = 0;
  for (const [index, event] of events.entries()) {
    if (index % EVENTS_AT_ONCE === 0) await breathe();
    if (event.outcome.kind !== 'answer') continue;
    buffer.add({ event, answer: event.outcome.answer }, { partition: 0, generation: 0, offset: first + index }, 0);
    rows += 1;
  }
  return rows;
};

const openTable = async (engines: BenchEngines) => {
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
  const buffers = [createRowBuffer(quotesTable, createNativeRows), createRowBuffer(quotesTable, createNativeRows)] as const;
  return {
    client,
    /** As the processor does: a batch is encoded while the one before it is written. Gives the rows written a second. */
    insertAll: async (first: number, inserts: number, eventsOf: (first: number) => readonly QuoteEvent[]): Promise<number> => {
      let rows = 0;
      let writing: Promise<number> = Promise.resolve(0);
      const begunAt = performance.now();
      for (let index = first; index < first + inserts; index += 1) {
        const buffer = buffers[index % 2 === 0 ? 0 : 1];
        const at = index * QUESTIONS_PER_INSERT;
        await encode(buffer, eventsOf(at), at);
        rows += await writing;
        writing = store.insert(TOPIC, { table: 'quotes', columns, block: buffer.select(() => true).block }, epochs);
      }
      rows += await writing;
      return rows / ((performance.now() - begunAt) / 1_000);
    },
    close: async () => {
      await server.command({ query: `DROP DATABASE ${database}` });
      await Promise.all([client.close(), server.close()]);
    },
  };
};

/** Rows of an insert of ours, in the order in which they came. */
const rowsOf = (index: number): string => {
  const first = index * QUESTIONS_PER_INSERT;
  return `SELECT * FROM quotes WHERE log_offset >= ${first} AND log_offset < ${first + QUESTIONS_PER_INSERT} ORDER BY log_offset`;
};

/** Rows a second of what `insert` writes into an empty table like ours; the second time counts. */
const intoBulk = async (client: ClickHouseClient, insert: () => Promise<number>): Promise<number> => {
  await client.command({ query: 'CREATE TABLE bulk AS quotes' });
  await insert();
  await client.command({ query: 'TRUNCATE TABLE bulk' });
  const begunAt = performance.now();
  const rows = await insert();
  const perSecond = rows / ((performance.now() - begunAt) / 1_000);
  await client.command({ query: 'DROP TABLE bulk' });
  return perSecond;
};

/**
 * The same rows as the engine itself writes them out, laid ready in memory and sent back to it in as many inserts, as its own client
 * loads a file: nothing is encoded while the time runs, and nothing checked.
 */
const bulkInsert = async (client: ClickHouseClient): Promise<number> => {
  const dumps: Buffer[] = [];
  for (let index = WARM_UP_INSERTS; index < WARM_UP_INSERTS + INSERTS; index += 1) {
    const { stream } = await client.exec({ query: `${rowsOf(index)} SETTINGS max_block_size = ${QUESTIONS_PER_INSERT} FORMAT Native` });
    dumps.push(await buffer(stream));
  }
  return intoBulk(client, async () => {
    let rows = 0;
    for (const dump of dumps) {
      const { stream, summary } = await client.exec({
        query: 'INSERT INTO bulk FORMAT Native',
        values: Readable.from([dump], { objectMode: false }),
        clickhouse_settings: ONE_BLOCK,
      });
      stream.destroy();
      rows += Number(summary?.written_rows ?? 0);
    }
    return rows;
  });
};

/** The same rows from one of the engine's tables into another: nothing is read from a wire, and no client can be as fast. */
const copyWithin = async (client: ClickHouseClient): Promise<number> => {
  await client.command({ query: 'CREATE TABLE arrived AS quotes ENGINE = Memory' });
  for (let index = WARM_UP_INSERTS; index < WARM_UP_INSERTS + INSERTS; index += 1) {
    await client.command({ query: `INSERT INTO arrived ${rowsOf(index)}` });
  }
  return intoBulk(client, async () => {
    // Left to itself the engine would gather all blocks into one part, which no stream of rows could wait for.
    const query = `INSERT INTO bulk SELECT * FROM arrived SETTINGS max_block_size = ${QUESTIONS_PER_INSERT}, min_insert_block_size_rows = 1, min_insert_block_size_bytes = 1`;
    const { summary } = await client.command({ query });
    return Number(summary?.written_rows ?? 0);
  });
};

/** The processor as it runs, from the topic into the tables: rows a second, and a second of its CPU time. */
const drainTopic = async (engines: BenchEngines, report: (progress: string) => void) => {
  const prefix = `bench-${randomBytes(3).toString('hex')}`;
  const { registry, ids, publisher } = await openTopics(engines, prefix);
  const { encode: toBytes } = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const topic = topicName(prefix, TOPIC);
  report(`laying ${MESSAGES} quotes ready`);
  for (let first = 0; first < MESSAGES; first += CHUNK) {
    const events = historyQuotes(CHUNK, first);
    await publisher.publishAll(events.map((event) => ({ topic, key: event.corridor, value: toBytes(quoteEventToRecord(event)) })));
  }
  await publisher.close();
  const adminPort = await freePort();
  const url = `http://127.0.0.1:${adminPort}/metrics`;
  const env = { ...engineEnv(engines, prefix), CLICKHOUSE_URL: engines.clickhouseUrl, ADMIN_PORT: String(adminPort) };
  report('the processor reads them');
  const history = await runService('processors/history/main.ts', env, url);
  const rowsSoFar = async (): Promise<number> =>
    [...(await (await fetch(url)).text()).matchAll(/^routebook_history_rows_total\{[^}]*\} (\S+)$/gm)].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
  const reach = async (rows: number) => {
    for (;;) {
      const found = await rowsSoFar();
      if (found >= rows) return { found, at: performance.now(), cpu: await processCpuSeconds(url) };
      await sleep(LOOK_MS);
    }
  };
  try {
    const begin = await reach(WARM_UP_ROWS);
    const end = await reach(MESSAGES);
    const rows = end.found - begin.found;
    return { perSecond: rows / ((end.at - begin.at) / 1_000), perCpuSecond: rows / (end.cpu - begin.cpu) };
  } finally {
    await history.stop();
    const database = databaseName({ CLICKHOUSE_DATABASE: 'routebook', ROUTEBOOK_PREFIX: prefix });
    const server = createClickHouse({ url: engines.clickhouseUrl, service: 'bench', logger });
    await server.command({ query: `DROP DATABASE ${database}` });
    await server.close();
  }
};

/** Quotes into the local engine through its HTTP port, as the history processor writes them. */
export const bench: Benchmark = {
  name: 'history-insert',
  about: `${QUESTIONS} questions, eleven of twelve of them rows of \`quotes\`, in inserts of ${QUESTIONS_PER_INSERT}, events in memory; then ${MESSAGES} messages by the processor itself; the engine shares the machine`,
  run: async (engines, report) => {
    const table = await openTable(engines);
    // The same events again and again, from other places of the log: a million of them in memory would measure the collector.
    const events = historyQuotes(QUESTIONS_PER_INSERT, 0);
    report('warming up');
    await table.insertAll(0, WARM_UP_INSERTS, () => events);
    report(`${INSERTS} inserts`);
    const ours = await table.insertAll(WARM_UP_INSERTS, INSERTS, () => events);
    report('the engine’s own bulk insert of the same rows');
    const theirs = await bulkInsert(table.client);
    report('the same rows from table to table');
    const within = await copyWithin(table.client);
    report('a table of quotes that are all different, merged');
    await table.client.command({ query: 'TRUNCATE TABLE quotes' });
    await table.insertAll(0, INSERTS, (first) => historyQuotes(QUESTIONS_PER_INSERT, first));
    await table.client.command({ query: 'OPTIMIZE TABLE quotes FINAL' });
    const answer = await table.client.query({
      query: `SELECT sum(bytes_on_disk) / sum(rows) AS bytes FROM system.parts WHERE database = currentDatabase() AND table = 'quotes' AND active`,
      format: 'JSONEachRow',
    });
    const [disk] = await answer.json<{ bytes: number }>();
    await table.close();
    const drained = await drainTopic(engines, report);
    return [
      {
        what: 'rows into ClickHouse',
        value: ours,
        unit: 'ops/s',
        baseline: { what: 'the engine’s own bulk insert: its own dump of the same rows, sent back', value: theirs },
        budget: { atLeast: 50_000 },
        ratioBudget: { atLeast: 0.4 },
      },
      { what: 'rows from table to table within the engine', value: within, unit: 'ops/s' },
      { what: 'rows by the processor, from the topic', value: drained.perSecond, unit: 'ops/s', budget: { atLeast: 50_000 } },
      { what: 'rows by the processor a second of its CPU time', value: drained.perCpuSecond, unit: 'ops/s' },
      { what: 'a quote on disk, merged', value: disk?.bytes ?? Number.NaN, unit: 'bytes', budget: { atMost: 20 } },
    ];
  },
};
