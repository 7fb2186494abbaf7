import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '#schemas/api/lists.ts';
import { sqlResponse } from '#schemas/api/sql.ts';
import { READER_LIMITS } from '#stack/clickhouse/configuration.ts';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { guardSql, HARMLESS_TABLE_FUNCTIONS } from '../sql/sql-guard.ts';

const { clickhouseUrl, clickhouseReadonlyUrl, ...engines } = testEngines();
const database = `routebook_${createPrefix()}`;
const owner = createClient({ url: clickhouseUrl, log: { level: ClickHouseLogLevel.OFF } });
const QUERIES_MAX = 2;
const NEVER_ENDS = 'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(number)';

let api: ApiUnderTest;
beforeAll(async () => {
  await owner.command({ query: `CREATE DATABASE ${database}` });
  await owner.command({
    query: `CREATE TABLE ${database}.items (id UInt64, amount UInt256, bridge String) ENGINE = MergeTree ORDER BY id`,
  });
  const values = [
    { id: '1', amount: '1000000000000000000000', bridge: 'across' },
    { id: '2', amount: '7', bridge: 'star"gate,\n' },
  ];
  await owner.insert({ table: `${database}.items`, values, format: 'JSONEachRow' });
  const clickHouse = { url: clickhouseReadonlyUrl, database, queriesMax: QUERIES_MAX };
  api = await startApi({ redisUrl: engines.redisUrl, prefix: createPrefix(), clickHouse, origins: ['https://analyst.example'] });
});
afterAll(async () => {
  await api.stop();
  await owner.command({ query: `DROP DATABASE ${database}` });
  await owner.close();
});

const ask = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/v1/sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Queries of the reader that run now and hold this text. */
const running = async (text: string): Promise<number> => {
  const answer = await owner.query({
    query: "SELECT count() AS n FROM system.processes WHERE user = 'reader' AND position(query, {text:String}) > 0",
    query_params: { text },
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ n: string }>();
  return Number(row?.n);
};

test('GET /limits tells what a query may take, as the engine holds it to', async () => {
  const answer = await fetch(`${api.url}/api/v1/limits`);
  const told = limits.parse(await answer.json());
  expect(told.sql).toEqual({
    on: true,
    queriesAtOnce: QUERIES_MAX,
    historyQuestionsAtOnce: QUERIES_MAX,
    resultRows: READER_LIMITS.max_result_rows,
    resultBytes: READER_LIMITS.max_result_bytes,
    executionMs: READER_LIMITS.max_execution_time * 1_000,
    memoryBytes: READER_LIMITS.max_memory_usage,
  });
});

describe('answers', () => {
  test('as JSON, with names and types, and numbers to the unit', async () => {
    const answer = await ask({ query: 'SELECT id, amount FROM items ORDER BY id -- all of them\n;' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(sqlResponse.parse(await answer.json())).toMatchObject({
      meta: [
        { name: 'id', type: 'UInt64' },
        { name: 'amount', type: 'UInt256' },
      ],
      data: [
        { id: '1', amount: '1000000000000000000000' },
        { id: '2', amount: '7' },
      ],
      rows: 2,
    });
  });

  test('as CSV, NDJSON and Parquet', async () => {
    const of = (format: string) => ask({ query: 'SELECT id, bridge FROM items ORDER BY id', format });
    const csv = await of('CSV');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toBe('"id","bridge"\n1,"across"\n2,"star""gate,\n"\n');
    const lines = await of('NDJSON');
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(
      (await lines.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { id: '1', bridge: 'across' },
      { id: '2', bridge: 'star"gate,\n' },
    ]);
    const parquet = await of('Parquet');
    expect(parquet.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    const bytes = Buffer.from(await parquet.arrayBuffer());
    expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    const read = await owner.exec({
      query: `INSERT INTO FUNCTION null('id UInt64') SELECT throwIf(id NOT IN (1, 2)) FROM input('id UInt64, bridge String') FORMAT Parquet`,
      values: Readable.from([bytes], { objectMode: false }),
    });
    read.stream.destroy();
    expect(Number(read.summary?.read_rows)).toBe(2);
  });

  test('with parameters of any type', async () => {
    const query = 'SELECT {n:UInt64} AS n, {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(String)} AS none';
    const parameters = { n: 3, text: "it's\n\\", list: ['a', "b'"], none: null };
    expect(await (await ask({ query, parameters })).json()).toMatchObject({ data: [{ ...parameters, n: '3' }] });
  });

  test('as they come: a large one is not gathered, and waits for who reads it slowly', async () => {
    const query = "SELECT number, repeat('x', 600) AS text FROM numbers(90000)";
    const body = JSON.stringify({ query, format: 'NDJSON' });
    const call = request(`${api.url}/api/v1/sql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    const got = new Promise<IncomingMessage>((resolve) => call.once('response', resolve));
    call.end(body);
    const response = await got;
    response.pause();
    const before = process.memoryUsage().arrayBuffers;
    await expect.poll(() => response.readableLength).toBeGreaterThan(0);
    // 57 MB would lie somewhere by now if nobody held them back.
    await sleep(300);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    let lines = 0;
    for await (const chunk of response) lines += (chunk as Buffer).toString('latin1').split('\n').length - 1;
    expect(lines).toBe(90_000);
  });
});

describe('is refused', () => {
  const refusals: [string, string, number, string, string | RegExp][] = [
    ['what is no SQL, with its place', 'SELECT 1,\n  2 3 FROM items', 400, 'INVALID_SQL', /position \d+ \(line 2, column \d+\)/],
    ['what ends too early', 'SELECT (1', 400, 'INVALID_SQL', /position 8 \(line 1, column 8\)/],
    ['a text without an end', "SELECT 'a", 400, 'INVALID_SQL', 'line 1, column 8'],
    ['two statements', 'SELECT 1; DROP TABLE items', 400, 'INVALID_SQL', 'one statement at a time'],
    ['an unknown table', 'SELECT * FROM nowhere', 400, 'INVALID_SQL', 'nowhere'],
    ['an unknown column, with the one that was meant', 'SELECT bridg FROM items', 400, 'INVALID_SQL', 'maybe you meant "bridge"'],
    ['an unknown function', 'SELECT cuont() FROM items', 400, 'INVALID_SQL', 'cuont'],
    ['a value of the wrong type', "SELECT toUInt8('abc')", 400, 'INVALID_SQL', "Cannot parse string 'abc' as UInt8"],
    ['a parameter without a value', 'SELECT {x:UInt8}', 400, 'MISSING_PARAMETER', '{x}'],
    ['too many rows', 'SELECT number FROM numbers(1000000)', 422, 'QUERY_LIMIT', 'more rows'],
    ['too much memory', 'SELECT groupArray(number) FROM numbers(1000000000)', 422, 'QUERY_LIMIT', 'memory'],
    ['a write', 'INSERT INTO items VALUES (3, 3, 3)', 403, 'SQL_NOT_ALLOWED', 'INSERT'],
    ['a new table', 'CREATE TABLE more (a Int8) ENGINE = Memory', 403, 'SQL_NOT_ALLOWED', 'CREATE'],
    ['the end of a table', 'DROP TABLE items', 403, 'SQL_NOT_ALLOWED', 'DROP'],
    ['a change of a table', 'ALTER TABLE items DELETE WHERE 1', 403, 'SQL_NOT_ALLOWED', 'ALTER'],
    ['a setting', 'SET max_execution_time = 5', 403, 'SQL_NOT_ALLOWED', 'SET'],
    ['a setting within', 'SELECT 1 SETTINGS max_execution_time = 100', 403, 'SQL_NOT_ALLOWED', 'SETTINGS'],
    [
      'a condition hidden in a setting',
      "SELECT 1 FROM items SETTINGS additional_table_filters = {'items': '1'}",
      403,
      'SQL_NOT_ALLOWED',
      'SETTINGS',
    ],
    ['a file to write', "SELECT 1 INTO OUTFILE 'out.txt'", 403, 'SQL_NOT_ALLOWED', 'OUTFILE'],
    ['another format', 'SELECT 1 FORMAT TSV', 403, 'SQL_NOT_ALLOWED', 'FORMAT'],
    ['a file', "SELECT file('/etc/hostname')", 403, 'SQL_NOT_ALLOWED', 'file'],
    ['a file as a table', "SELECT * FROM file('/etc/hostname', 'LineAsString')", 403, 'SQL_NOT_ALLOWED', 'file'],
    ['another server', "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", 403, 'SQL_NOT_ALLOWED', 'url'],
    ['a bucket', "SELECT * FROM s3('http://127.0.0.1:1/b/k', 'CSV')", 403, 'SQL_NOT_ALLOWED', 's3'],
    ['a remote table', "SELECT * FROM remote('127.0.0.1:1', system.one)", 403, 'SQL_NOT_ALLOWED', 'remote'],
    ['a MySQL', "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')", 403, 'SQL_NOT_ALLOWED', 'mysql'],
    ['a program', "SELECT * FROM executable('id', 'TSV', 'a String')", 403, 'SQL_NOT_ALLOWED', 'executable'],
    ['a text that is run', "SELECT * FROM eval('SELECT 1')", 403, 'SQL_NOT_ALLOWED', 'eval'],
    ['users', 'SELECT * FROM system.users', 403, 'SQL_NOT_ALLOWED', 'not allowed here'],
    ['queries of others', 'SELECT * FROM system.processes', 403, 'SQL_NOT_ALLOWED', 'not allowed here'],
    ['settings of the server', 'SELECT * FROM system.server_settings', 403, 'SQL_NOT_ALLOWED', 'not allowed here'],
    ['named collections', 'SELECT * FROM system.named_collections', 403, 'SQL_NOT_ALLOWED', 'not allowed here'],
    ['how a user was made', 'SHOW CREATE USER reader', 403, 'SQL_NOT_ALLOWED', 'not allowed here'],
    ['an end to others', 'KILL QUERY WHERE 1', 403, 'SQL_NOT_ALLOWED', 'KILL'],
    ['an order to the server', 'SYSTEM STOP LISTEN HTTP', 403, 'SQL_NOT_ALLOWED', 'SYSTEM'],
  ];

  test.each(refusals)('%s', async (_what, query, status, code, detail) => {
    const answer = await ask({ query });
    const copy = answer.clone();
    await expectProblem(answer, status, code);
    const problem = (await copy.json()) as { detail: string; pointer: string };
    if (typeof detail === 'string') expect(problem.detail).toContain(detail);
    else expect(problem.detail).toMatch(detail);
    expect(problem.detail).not.toMatch(/version \d|DB::|Exception|[Ii]n scope/);
    expect(problem.pointer).toMatch(/^\/(query|parameters\/x)$/);
  });

  test('a query that takes too long', async () => {
    // It waits instead of calculating: ten seconds of a core would be taken from all other tests.
    const query = 'SELECT sum(sleepEachRow(0.00004)) FROM numbers(10000000)';
    await expectProblem(await ask({ query }), 422, 'QUERY_LIMIT', '/query');
  }, 30_000);

  test('any way to a file that the engine itself would let the reader go', async () => {
    // Within the engine's own reach, so that nothing but the guard stands before it (docs/decisions/0026).
    const secret = resolve('package.json');
    expect(readFileSync(secret, 'utf8')).toContain('self-hosted');
    const [sheet, within] = [`'${secret}'`, `\\'${secret}\\'`];
    const ways = [
      `SELECT file(${sheet})`,
      `SELECT \`fi\\x6ce\`(${sheet})`,
      `SELECT "fi\\x6ce"(${sheet})`,
      `SELECT fi/* */le(${sheet})`,
      `SELECT * APPLY(file) FROM (SELECT ${sheet} AS x)`,
      `SELECT * APPLY(x -> file(x)) FROM (SELECT ${sheet} AS x)`,
      `SELECT arrayMap(file, [${sheet}])`,
      `WITH (x -> file(x)) AS f SELECT f(${sheet})`,
      `EXPLAIN SELECT file(${sheet})`,
      `EXPLAIN SYNTAX SELECT file(${sheet})`,
      `DESCRIBE TABLE null('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM null('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM NULL('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM generateRandom('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM values('a UInt8 DEFAULT file(${within})', 1)`,
      `SELECT * FROM input('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM redis('127.0.0.1:1', 'a', 'a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM format(JSONEachRow, 'a UInt8, b UInt8 DEFAULT file(${within})', '{"a":1}')`,
      `SELECT structureToCapnProtoSchema('a UInt8 DEFAULT file(${within})')`,
      `SELECT * FROM eval('SELECT file(${within})')`,
      `SELECT * FROM view(SELECT file(${sheet}))`,
      `SELECT 1 FROM items SETTINGS additional_table_filters = {'items': 'toUInt8(file(${within}))'}`,
      `SELECT {f:Identifier}(${sheet})`,
      `SELECT arrayMap({f:Identifier}, [${sheet}])`,
    ];
    for (const query of ways) {
      const answer = await ask({ query, ...(query.includes('{f:') ? { parameters: { f: 'file' } } : {}) });
      expect([400, 403], query).toContain(answer.status);
      expect(await answer.text(), query).not.toContain('self-hosted');
    }
  });

  test('every function of the engine in the place of a table, but those that are known to be harmless', async () => {
    const answer = await owner.query({ query: 'SELECT name FROM system.table_functions', format: 'JSONEachRow' });
    const names = (await answer.json<{ name: string }>()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(50);
    const passing = names.filter((name) => guardSql(`SELECT * FROM ${name}('x')`, {}) === undefined);
    expect(passing.filter((name) => !HARMLESS_TABLE_FUNCTIONS.has(name))).toEqual([]);
  });

  test('what is no question at all', async () => {
    await expectProblem(await ask('{"query":'), 400, 'INVALID_JSON');
    await expectProblem(await ask({}), 400, 'MISSING_PARAMETER', '/query');
    await expectProblem(await ask({ query: '' }), 400, 'INVALID_PARAMETER', '/query');
    await expectProblem(await ask({ query: '  -- nothing' }), 400, 'INVALID_SQL', '/query');
    await expectProblem(await ask({ query: 'SELECT 1', format: 'XML' }), 400, 'INVALID_PARAMETER', '/format');
    await expectProblem(await ask({ query: 'SELECT 1', limit: 1 }), 400, 'UNKNOWN_FIELD', '/limit');
    await expectProblem(await ask({ query: 'SELECT {n:UInt8}', parameters: { n: 'x' } }), 400, 'INVALID_PARAMETER', '/parameters/n');
    await expectProblem(await ask({ query: `SELECT '${'x'.repeat(70_000)}'` }), 413, 'BODY_TOO_LARGE');
    await expectProblem(await ask({ query: 'SELECT 1' }, { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const get = await fetch(`${api.url}/api/v1/sql`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test('a page of another origin, which a browser would let ask', async () => {
    await expectProblem(await ask({ query: 'SELECT 1' }, { origin: 'https://elsewhere.example' }), 403, 'ORIGIN_NOT_ALLOWED');
    for (const origin of ['https://analyst.example', api.url]) expect((await ask({ query: 'SELECT 1' }, { origin })).status).toBe(200);
  });

  test('one query more than may run, until another has ended; and who leaves ends theirs', async () => {
    const leave = new AbortController();
    // Each runs into its limit of time some day; another takes its place.
    const slow = Array.from({ length: QUERIES_MAX }, async (_, index) => {
      while (!leave.signal.aborted) {
        await fetch(`${api.url}/api/v1/sql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: `${NEVER_ENDS} AND ${index} < 10` }),
          signal: leave.signal,
        })
          .then((answer) => answer.arrayBuffer())
          .catch(() => undefined);
      }
    });
    const refused = await vi.waitFor(
      async () => {
        const answer = await ask({ query: 'SELECT 1' });
        expect(answer.status).toBe(429);
        return answer;
      },
      { timeout: 60_000 },
    );
    expect(refused.headers.get('retry-after')).toBe('2');
    await expectProblem(refused, 429, 'TOO_MANY_QUERIES');
    leave.abort();
    await Promise.all(slow);
    await expect.poll(() => running('AND')).toBe(0);
    await expect.poll(async () => (await ask({ query: 'SELECT 1' })).status).toBe(200);
  });

  test('everything, where it is off or ClickHouse is away', async () => {
    const off = await startApi({ redisUrl: engines.redisUrl, prefix: createPrefix() });
    onTestFinished(() => off.stop());
    const away = await startApi({
      redisUrl: engines.redisUrl,
      prefix: createPrefix(),
      clickHouse: { url: 'http://127.0.0.1:1', database },
    });
    onTestFinished(() => away.stop());
    const askOf = ({ url }: ApiUnderTest) =>
      fetch(`${url}/api/v1/sql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"SELECT 1"}' });
    await expectProblem(await askOf(off), 403, 'SQL_OFF');
    await expectProblem(await askOf(away), 503, 'NOT_READY');
  });
});
