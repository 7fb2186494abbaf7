import { createHash, randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createTransferHistory } from '#platform/clickhouse/transfer-history.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { clickhouseQueries } from '#test/support/dashboards.ts';
import { type Benchmark, type Measurement, quantile } from './harness.ts';
import { BUSY_ADDRESS, EACH_ADDRESS, fillHistory, SCALE_AMOUNTS, SCALE_CORRIDORS } from './history-scale-data.ts';

const QUOTES = Number(process.env.HISTORY_SCALE_QUOTES ?? 100_000_000);
const TRANSFERS = Number(process.env.HISTORY_SCALE_TRANSFERS ?? 10_000_000);
/** What a quote and what comes with it take on disk while parts are merged, both the old and the new. */
const DISK_BYTES_EACH = 80;
const DISK_BYTES_A_TRANSFER = 1_200;
/** Half a million rows fit in a request's minute; a million of transfers may not while others use the machine. */
const REQUEST_MS = 900_000;
const MERGES_MS_MAX = 1_200_000;
const LOOK_MS = 1_000;

const REPEATS = 5;
const LOOK_UPS = 40;
const PANEL_MS = 300;
const ASK_MS = 100;

const sha = (algorithm: string, text: string): string => `0x${createHash(algorithm).update(text).digest('hex')}`;

/** As many quotes as were wished for, or as the disk has room for. */
const quotesThatFit = async (): Promise<number> => {
  const { bavail, bsize } = await statfs(tmpdir());
  const room = Math.floor((bavail * bsize * 0.8 - TRANSFERS * DISK_BYTES_A_TRANSFER) / DISK_BYTES_EACH);
  return Math.max(Math.min(QUOTES, room), 0);
};

const timed = async (times: number, ask: (index: number) => Promise<unknown>): Promise<number[]> => {
  const took: number[] = [];
  // The first time compiles nothing and warms what any second reader finds warm.
  await ask(times);
  for (let index = 0; index < times; index += 1) {
    const begunAt = performance.now();
    await ask(index);
    took.push(performance.now() - begunAt);
  }
  return took;
};

const merged = async (client: ClickHouseClient, report: (progress: string) => void): Promise<void> => {
  const until = Date.now() + MERGES_MS_MAX;
  for (let quiet = 0; quiet < 3 && Date.now() < until; ) {
    const answer = await client.query({ query: 'SELECT count() AS n FROM system.merges', format: 'JSONEachRow' });
    const [running] = await answer.json<{ n: string }>();
    quiet = running?.n === '0' ? quiet + 1 : 0;
    await sleep(LOOK_MS);
  }
  if (Date.now() >= until) report('parts are still being merged; what is measured now is measured beside that');
};

/** What people ask of a history of months: panels, the best route of a moment, transfers. */
export const bench: Benchmark = {
  name: 'history-scale',
  about: `${QUOTES} quotes and ${TRANSFERS} transfers of a fortnight, made inside the engine (HISTORY_SCALE_QUOTES, HISTORY_SCALE_TRANSFERS); takes long, so it runs only when it is named`,
  onlyByName: true,
  run: async (engines, report) => {
    const quoteRows = await quotesThatFit();
    if (quoteRows < QUOTES) report(`the disk has room for ${quoteRows} quotes, not for ${QUOTES}`);
    const logger = createLogger('bench', 'silent');
    const database = `routebook_bench_${randomBytes(4).toString('hex')}`;
    const server = createClickHouse({ url: engines.clickhouseUrl, service: 'bench', logger });
    await ensureDatabase(server, database, '');
    const client = createClickHouse({ url: engines.clickhouseUrl, database, service: 'bench', logger });
    const slow = createClient({
      url: engines.clickhouseUrl,
      database,
      request_timeout: REQUEST_MS,
      log: { level: ClickHouseLogLevel.OFF },
    });
    await migrate({ client, migrations: readMigrations(join(import.meta.dirname, '../schemas/clickhouse'), ''), cluster: '', logger });
    await fillHistory(slow, { quoteRows, transferRows: TRANSFERS, report });
    report('waiting for merges');
    await merged(client, report);

    const size = await client.query({
      query: `SELECT sum(bytes_on_disk) / sum(rows) AS bytes, count() AS parts FROM system.parts WHERE database = currentDatabase() AND table = 'quotes' AND active`,
      format: 'JSONEachRow',
    });
    const [disk] = await size.json<{ bytes: number; parts: string }>();
    const measurements: Measurement[] = [
      {
        what: `a quote on disk, ${quoteRows} in ${disk?.parts} parts`,
        value: disk?.bytes ?? Number.NaN,
        unit: 'bytes',
        budget: { atMost: 20 },
      },
    ];
    const ask = async (query: string) => (await client.query({ query, format: 'JSON' })).text();
    for (const { name, query } of clickhouseQueries()) {
      report(`panel ${name}`);
      const value = quantile(await timed(REPEATS, () => ask(query)), 0.5);
      measurements.push({ what: `panel ${name}`, value, unit: 'ms', budget: { atMost: PANEL_MS } });
    }
    const now = Date.now();
    const bestAt = (index: number) =>
      ask(`SELECT first_bridge, first_amount_out, as_of FROM books WHERE corridor = '${SCALE_CORRIDORS[(index * 7) % SCALE_CORRIDORS.length]}'
           AND amount_in = ${SCALE_AMOUNTS[index % SCALE_AMOUNTS.length]} AND as_of <= fromUnixTimestamp64Milli(${now - index * 27_000_000})
           ORDER BY as_of DESC LIMIT 1`);
    const history = createTransferHistory(client);
    const transferAt = (index: number) => (index * 7_919 * 97) % TRANSFERS;
    const looks: readonly (readonly [string, (index: number) => Promise<unknown>])[] = [
      ['best route at a time', bestAt],
      ['transfer by key', (index) => history.byKey(`across:1:${transferAt(index)}`)],
      ['transfer by hash of the deposit', (index) => history.byTransaction(sha('sha256', `${transferAt(index)}`))],
      ['transfer by hash of the fill', (index) => history.byTransaction(sha('sha256', `d${transferAt(index)}`))],
      ['a hash that no transfer has', (index) => history.byTransaction(sha('sha256', `x${index}`))],
      [
        `transfers of an address that has ${EACH_ADDRESS}`,
        (index) => history.page(sha('sha1', String(transferAt(index) % Math.max(Math.floor(TRANSFERS / EACH_ADDRESS), 1))), { limit: 20 }),
      ],
      ['transfers of an address that has one in a hundred', () => history.page(BUSY_ADDRESS, { limit: 20 })],
    ];
    for (const [what, look] of looks) {
      report(what);
      measurements.push({
        what: `${what}, p95`,
        value: quantile(await timed(LOOK_UPS, look), 0.95),
        unit: 'ms',
        budget: { atMost: ASK_MS },
      });
    }
    await slow.command({ query: `DROP DATABASE ${database} SYNC` });
    await Promise.all([client.close(), server.close(), slow.close()]);
    return measurements;
  },
};
