import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createClickHouse } from './client.ts';
import { createLogStore } from './log-store.ts';
import { ensureDatabase, migrate } from './migrate.ts';
import { readMigrations } from './migrations.ts';
import { createNativeRows, type NativeRows } from './native-rows.ts';

const logger = createLogger('test', 'silent');
const database = `routebook_${createPrefix()}`;
const { clickhouseUrl: url } = testEngines();
const client = createClickHouse({ url, database, service: 'test', logger });

const WORDS = 'LowCardinality(String)';
const COLUMNS = {
  log_partition: 'UInt16',
  small: 'UInt32',
  big: 'UInt64',
  signed: 'Int64',
  at: "DateTime64(3, 'UTC')",
  real: 'Float64',
  yes: 'Bool',
  wide: 'UInt256',
  text: 'String',
  word: WORDS,
  maybe: 'Nullable(UInt256)',
  maybe_text: 'Nullable(String)',
  texts: 'Array(String)',
  words: `Array(${WORDS})`,
  wides: 'Array(UInt256)',
};

interface Row {
  readonly n: number;
  readonly text: string;
  readonly word: string;
  readonly wide: bigint;
  readonly maybe: bigint | null;
  readonly texts: readonly string[];
  readonly wides: readonly bigint[];
}

const rowOf = (n: number): Row => ({
  n,
  text: n % 3 === 0 ? 'é'.repeat(n % 200) : 'x'.repeat(n % 150),
  word: `word ${n % 7}`,
  wide: (1n << BigInt(n % 256)) + BigInt(n % 2),
  maybe: n % 2 === 0 ? null : 2n ** 200n + BigInt(n),
  texts: Array.from({ length: n % 4 }, (_, at) => `t${at}${n}`),
  wides: Array.from({ length: n % 3 }, (_, at) => BigInt(at) << 70n),
});

const add = (rows: NativeRows, row: Row): void =>
  rows.add((out) => {
    out.u16(0);
    out.u32(row.n);
    out.u64(2n ** 63n + BigInt(row.n));
    out.i64(-row.n * 2 ** 33);
    out.i64(1_795_000_000_123 + row.n);
    out.f64(row.n / 8);
    out.bool(row.n % 2 === 1);
    out.u256(row.wide);
    out.string(row.text);
    out.string(row.word);
    out.nullable(row.maybe, out.u256);
    out.nullable(row.maybe === null ? null : row.text, out.string);
    out.array(row.texts, out.string);
    out.array([row.word, 'same'], out.string);
    out.array(row.wides, out.u256);
  });

const expected = (row: Row) => ({
  small: row.n,
  big: (2n ** 63n + BigInt(row.n)).toString(),
  signed: (-row.n * 2 ** 33).toString(),
  at: new Date(1_795_000_000_123 + row.n).toISOString().replace('T', ' ').replace('Z', ''),
  real: row.n / 8,
  yes: row.n % 2 === 1,
  wide: row.wide.toString(),
  text: row.text,
  word: row.word,
  maybe: row.maybe?.toString() ?? null,
  maybe_text: row.maybe === null ? null : row.text,
  texts: row.texts,
  words: [row.word, 'same'],
  wides: row.wides.map(String),
});

let insert: (block: readonly Buffer[]) => Promise<number>;

beforeAll(async () => {
  const server = createClickHouse({ url, service: 'test', logger });
  await ensureDatabase(server, database, '');
  await server.close();
  await migrate({ client, migrations: readMigrations('schemas/clickhouse', ''), cluster: '', logger });
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
  await client.command({ query: `CREATE TABLE all_kinds (${columns.join(', ')}, inserted_at DateTime) ENGINE = MergeTree ORDER BY small` });
  const store = createLogStore({ client, database, cluster: '' });
  const claim = (await store.claim('kinds', [], [{ partition: 0 }])).get(0);
  insert = async (block) => {
    await client.command({ query: 'TRUNCATE TABLE all_kinds' });
    return store.insert('kinds', { table: 'all_kinds', columns: COLUMNS, block }, new Map([[0, claim?.epoch ?? '']]));
  };
});

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});

const stored = async () => {
  const answer = await client.query({
    query: 'SELECT * EXCEPT (log_partition, inserted_at) FROM all_kinds ORDER BY small',
    format: 'JSONEachRow',
  });
  return answer.json();
};

test('values of every kind arrive as they were written, and a writer that was emptied begins anew', async () => {
  const rows = createNativeRows(COLUMNS);
  for (let n = 0; n < 3_000; n += 1) add(rows, rowOf(n));
  expect(rows.rows).toBe(3_000);
  expect(await insert(rows.block())).toBe(3_000);
  expect(await stored()).toEqual(Array.from({ length: 3_000 }, (_, n) => expected(rowOf(n))));
  rows.clear();
  for (let n = 5; n < 8; n += 1) add(rows, rowOf(n));
  expect(await insert(rows.block())).toBe(3);
  expect(await stored()).toEqual([5, 6, 7].map((n) => expected(rowOf(n))));
});

test('rows may be left out', async () => {
  const rows = createNativeRows(COLUMNS);
  for (let n = 0; n < 500; n += 1) add(rows, rowOf(n));
  const kept = Uint8Array.from({ length: 500 }, (_, n) => (n % 3 === 1 || n === 499 ? 1 : 0));
  const chosen = [...kept.keys()].filter((n) => kept[n] === 1);
  expect(await insert(rows.block(kept))).toBe(chosen.length);
  expect(await stored()).toEqual(chosen.map((n) => expected(rowOf(n))));
});

test('of a row that cannot be written nothing stays, wherever it breaks', async () => {
  const rows = createNativeRows(COLUMNS);
  const bad: Partial<Record<keyof Row, unknown>>[] = [
    { wide: 1 },
    { text: undefined },
    { maybe: 'no' },
    { texts: ['fine', undefined] },
    { wides: [1n, 2n, null] },
    { wides: undefined },
  ];
  for (const [at, wrong] of bad.entries()) {
    add(rows, rowOf(at));
    expect(() => add(rows, { ...rowOf(200 + at), ...wrong } as Row)).toThrow();
  }
  expect(() =>
    rows.add((out) => {
      out.u16(0);
      out.u32(1);
    }),
  ).toThrow('2 values for 15 columns');
  expect(await insert(rows.block())).toBe(bad.length);
  expect(await stored()).toEqual([...bad.keys()].map((n) => expected(rowOf(n))));
});
