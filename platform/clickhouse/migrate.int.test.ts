import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createClickHouse } from './client.ts';
import { ensureDatabase, migrate } from './migrate.ts';
import { fillSlots, readMigrations } from './migrations.ts';

const { clickhouseUrl: url } = testEngines();
const logger = createLogger('test', 'silent');
const OURS = join(import.meta.dirname, '../../schemas/clickhouse');

let database = '';
let folder = '';
let client: ReturnType<typeof createClickHouse>;
const run = (from = folder) => migrate({ client, migrations: readMigrations(from, ''), cluster: '', logger });
const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
const rowsOf = async (query: string) => (await client.query({ query, format: 'JSONEachRow' })).json();

beforeEach(async () => {
  database = `routebook_${createPrefix()}`;
  folder = mkdtempSync(join(tmpdir(), 'routebook-migrations-'));
  const server = createClickHouse({ url, service: 'test', logger });
  client = createClickHouse({ url, database, service: 'test', logger });
  await ensureDatabase(server, database, '');
  onTestFinished(async () => {
    await server.command({ query: `DROP DATABASE ${database}` });
    await Promise.all([server.close(), client.close()]);
    rmSync(folder, { recursive: true });
  });
});

test('migrations run once, in order, also when several processes come at once', async () => {
  file('0002_fill.sql', 'INSERT INTO things SELECT 1;');
  file('0001_things.sql', '-- a comment; with a semicolon\nCREATE TABLE things (n UInt8) ENGINE = {{MergeTree}} ORDER BY n;\n');
  const ran = await Promise.all([run(), run(), run()]);
  expect(ran.flat()).toEqual(['0001_things', '0002_fill']);
  expect(await rowsOf('SELECT n FROM things')).toEqual([{ n: 1 }]);
  file('0003_more.sql', 'INSERT INTO things SELECT 2;\nINSERT INTO things SELECT 3;');
  expect(await run()).toEqual(['0003_more']);
  expect(await rowsOf('SELECT name FROM schema_migrations ORDER BY name')).toHaveLength(3);
  expect(await rowsOf('SELECT sum(n) AS sum FROM things')).toEqual([{ sum: '6' }]);
});

test('a file that was changed after it had run is refused by name, and one that broke off runs again', async () => {
  file(
    '0001_things.sql',
    'CREATE TABLE IF NOT EXISTS things (n UInt8) ENGINE = MergeTree ORDER BY n;\nCREATE TABLE things (n UInt8) ENGINE = Memory;',
  );
  await expect(run()).rejects.toMatchObject({ code: '57' });
  file('0001_things.sql', 'CREATE TABLE IF NOT EXISTS things (n UInt8) ENGINE = MergeTree ORDER BY n;');
  expect(await run()).toEqual(['0001_things']);
  file('0001_things.sql', 'CREATE TABLE IF NOT EXISTS others (n UInt8) ENGINE = MergeTree ORDER BY n;');
  await expect(run()).rejects.toThrow('0001_things was changed after it had run');
});

test('every column of the history says what it holds', async () => {
  await run(OURS);
  const silent = await rowsOf(
    `SELECT table, name FROM system.columns WHERE database = currentDatabase() AND comment = ''
     AND table NOT IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView')`,
  );
  expect(silent).toEqual([]);
});

test('on a cluster the same files make replicated tables everywhere', () => {
  expect(fillSlots('CREATE TABLE t {{ON CLUSTER}} ENGINE = {{ReplacingMergeTree}}(v)', 'main')).toBe(
    "CREATE TABLE t ON CLUSTER 'main' ENGINE = ReplicatedReplacingMergeTree(v)",
  );
  for (const { statements } of readMigrations(OURS, 'main')) {
    for (const statement of statements) {
      expect(statement).toMatch(/^(CREATE (TABLE|MATERIALIZED VIEW) IF NOT EXISTS|ALTER TABLE|DROP VIEW IF EXISTS) \w+ ON CLUSTER 'main'/);
      if (statement.includes('ENGINE')) expect(statement).toMatch(/ENGINE = Replicated/);
    }
  }
  expect(() => fillSlots('{{Nothing}}', '')).toThrow('no such slot');
});
