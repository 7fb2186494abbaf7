import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

/**
 * What clients need of ClickHouse's HTTP protocol, asked of the engine that the launcher starts, or of the server that
 * `CLICKHOUSE_URL` names: the client that everybody uses, unchanged, and the protocol's own words where the client hides them.
 */
const url = process.env.CLICKHOUSE_URL ?? testEngines().clickhouseUrl;
const database = `routebook_${createPrefix()}`;
const silent = { level: ClickHouseLogLevel.OFF };

const open = (options: { compressed?: boolean } = {}): ClickHouseClient =>
  createClient({
    url,
    database,
    log: silent,
    compression: { request: options.compressed === true, response: options.compressed === true },
  });
let client: ClickHouseClient;

const rowsOf = async <T>(query: string, params: Record<string, unknown> = {}): Promise<T[]> =>
  (await client.query({ query, query_params: params, format: 'JSONEachRow' })).json<T>();

/** A request as HTTP clients of all kinds make it. */
const raw = (path: string, init: RequestInit = {}): Promise<Response> => {
  const { origin, username, password } = new URL(url);
  const headers = { 'x-clickhouse-user': username || 'default', 'x-clickhouse-key': password, ...(init.headers as Record<string, string>) };
  return fetch(`${origin}${path}`, { ...init, headers });
};

beforeAll(async () => {
  const maker = createClient({ url, log: silent });
  await maker.command({ query: `CREATE DATABASE ${database}` });
  await maker.close();
  client = open();
  await client.command({ query: 'CREATE TABLE items (id UInt64, name String, at DateTime64(3)) ENGINE = MergeTree ORDER BY id' });
});

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});

test('it answers pings, and says its version and its database', async () => {
  expect(await client.ping()).toEqual({ success: true });
  expect(await (await raw('/ping')).text()).toBe('Ok.\n');
  expect(await rowsOf('SELECT currentDatabase() AS d, version() AS v')).toEqual([{ d: database, v: expect.stringMatching(/^\d+\.\d+/) }]);
});

test.each([false, true])('rows go in and come back, compressed: %s', async (compressed) => {
  const own = open({ compressed });
  const table = `t${compressed ? 1 : 0}`;
  await own.command({ query: `CREATE TABLE ${table} AS items` });
  const values = Array.from({ length: 5_000 }, (_, id) => ({ id, name: `naïve "${id}"\n`, at: 1_700_000_000_123 + id }));
  const inserted = await own.insert({ table, values, format: 'JSONEachRow' });
  expect(inserted.summary?.written_rows).toBe('5000');
  const found = await own.query({
    query: `SELECT id, name, toUnixTimestamp64Milli(at) AS at FROM ${table} ORDER BY id`,
    format: 'JSONEachRow',
  });
  expect((await found.json<{ at: string }>()).map((row) => ({ ...row, at: Number(row.at) }))).toEqual(values);
  await own.close();
});

test('a binary format goes in, gzipped, in chunks of unknown length', async () => {
  await client.command({ query: 'CREATE TABLE binary (id UInt64, name String) ENGINE = MergeTree ORDER BY id' });
  const row = Buffer.concat([Buffer.from([7, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([3]), Buffer.from('abc')]);
  const query = encodeURIComponent('INSERT INTO binary FORMAT RowBinary');
  const body = gzipSync(Buffer.concat([row, row]));
  const answer = await raw(`/?database=${database}&query=${query}`, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip' },
    body: new ReadableStream({
      start: (out) => {
        out.enqueue(body.subarray(0, 5));
        out.enqueue(body.subarray(5));
        out.close();
      },
    }),
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ written_rows: '2' });
  expect(await rowsOf('SELECT id, name FROM binary')).toEqual([
    { id: 7, name: 'abc' },
    { id: 7, name: 'abc' },
  ]);
});

test('parameters are values, whatever is in them', async () => {
  const name = "'; DROP TABLE items; --";
  expect(await rowsOf('SELECT {name:String} AS name, {ids:Array(UInt64)} AS ids', { name, ids: [1, 2] })).toEqual([{ name, ids: [1, 2] }]);
});

test('answers stream: the first rows come long before the last', async () => {
  const query = 'SELECT number, sleepEachRow(0.02) FROM numbers(100) SETTINGS max_block_size = 10, max_threads = 1';
  const answer = await client.query({ query, format: 'JSONEachRow', clickhouse_settings: { http_response_buffer_size: '1' } });
  let parts = 0;
  let rows = 0;
  for await (const some of answer.stream()) {
    parts += 1;
    rows += some.length;
  }
  expect(rows).toBe(100);
  expect(parts).toBeGreaterThan(3);
});

test('an error has its code, its type and its words, before the answer and in the middle of it', async () => {
  await expect(client.query({ query: 'SELEC 1' })).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
  await expect(client.query({ query: 'SELECT * FROM nowhere' })).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
  const answer = await raw(`/?query=${encodeURIComponent('SELEC 1')}`);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('62');
  expect(await answer.text()).toMatch(/^Code: 62\. DB::Exception: /);
  const late = await client.query({ query: 'SELECT throwIf(number = 3000000) FROM numbers(5000000)', format: 'JSONEachRow' });
  await expect(late.text()).rejects.toThrow();
});

test('a query has the id that it was given, or one of its own, and says what it read', async () => {
  const given = `conformance-${database}`;
  expect((await client.query({ query: 'SELECT 1', query_id: given })).query_id).toBe(given);
  const answer = await raw(`/?query=${encodeURIComponent('SELECT count() FROM numbers(1000)')}`);
  expect(await answer.text()).toBe('1000\n');
  expect(answer.headers.get('x-clickhouse-query-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ read_rows: '1000' });
});

test('settings and compression are asked for in the URL and the headers', async () => {
  const query = encodeURIComponent("SELECT getSetting('max_result_rows') AS n FORMAT JSONEachRow");
  expect(await (await raw(`/?max_result_rows=77&query=${query}`)).json()).toEqual({ n: 77 });
  const zipped = await raw(`/?enable_http_compression=1&query=${query}`, { headers: { 'accept-encoding': 'gzip' } });
  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  expect(await zipped.json()).toEqual({ n: expect.any(Number) });
});

test('a query whose client has gone is ended, and so is one that is killed', async () => {
  const slow = 'SELECT count() FROM numbers(1000000000000)';
  const stillRuns = async (id: string) => (await rowsOf('SELECT 1 FROM system.processes WHERE query_id = {id:String}', { id })).length > 0;
  const until = async (id: string, runs: boolean) => {
    while ((await stillRuns(id)) !== runs) await sleep(20);
  };
  const leave = new AbortController();
  const left = `left-${database}`;
  const leaving = client.query({
    query: slow,
    query_id: left,
    abort_signal: leave.signal,
    // A real server, too, asks both of these before it ends a query for want of a listener.
    clickhouse_settings: { readonly: '2', cancel_http_readonly_queries_on_client_close: 1 },
  });
  leaving.catch(() => undefined);
  await until(left, true);
  leave.abort();
  await expect(leaving).rejects.toThrow();
  await until(left, false);
  const killed = `killed-${database}`;
  const dying = client.query({ query: slow, query_id: killed });
  dying.catch(() => undefined);
  await until(killed, true);
  await client.command({ query: `KILL QUERY WHERE query_id = '${killed}' SYNC` });
  await expect(dying).rejects.toMatchObject({ code: '394' });
});

test('queries run side by side, and a slow one keeps no quick one waiting', async () => {
  let slowEnded = false;
  const slow = client
    .query({ query: 'SELECT sleepEachRow(1) FROM numbers(2) SETTINGS max_block_size = 1', format: 'JSONEachRow' })
    .then((answer) => answer.text())
    .then(() => {
      slowEnded = true;
    });
  await Promise.all(Array.from({ length: 5 }, () => rowsOf('SELECT 1')));
  expect(slowEnded).toBe(false);
  await slow;
});
