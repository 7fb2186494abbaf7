import { readFileSync } from 'node:fs';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { READER_LIMITS } from './configuration.ts';

const { clickhouseUrl, clickhouseReadonlyUrl } = testEngines();
const database = `routebook_${createPrefix()}`;
const silent = { level: ClickHouseLogLevel.OFF };
const owner = createClient({ url: clickhouseUrl, log: silent });
const reader = createClient({ url: clickhouseReadonlyUrl, database, log: silent });

/** The whole answer is waited for, so that an error in its middle is the answer. */
const refused = (query: string, code: string, settings: Readonly<Record<string, number>> = {}) =>
  expect(reader.query({ query, clickhouse_settings: { wait_end_of_query: 1, ...settings } })).rejects.toMatchObject({ code });

beforeAll(async () => {
  await owner.command({ query: `CREATE DATABASE ${database}` });
  await owner.command({ query: `CREATE TABLE ${database}.items (id UInt64) ENGINE = MergeTree ORDER BY id` });
  await owner.insert({ table: `${database}.items`, values: [{ id: 1 }], format: 'JSONEachRow' });
});

afterAll(async () => {
  await owner.command({ query: `DROP DATABASE ${database}` });
  await Promise.all([owner.close(), reader.close()]);
});

test('nobody comes in without a password', async () => {
  const { origin } = new URL(clickhouseUrl);
  const attempts: Record<string, string>[] = [{}, { 'x-clickhouse-user': 'routebook', 'x-clickhouse-key': 'wrong' }];
  for (const headers of attempts) {
    for (const query of ['SELECT 1', 'SYSTEM STOP LISTEN HTTP']) {
      const answer = await fetch(`${origin}/?query=${encodeURIComponent(query)}`, { method: 'POST', headers });
      expect(answer.ok).toBe(false);
    }
  }
  expect((await owner.ping()).success).toBe(true);
});

test('the reader reads the history, in any format and compressed', async () => {
  const answer = await reader.query({
    query: 'SELECT id FROM items',
    format: 'JSONEachRow',
    clickhouse_settings: { enable_http_compression: 1, output_format_json_quote_64bit_integers: 1 },
  });
  expect(await answer.json()).toEqual([{ id: '1' }]);
});

test('the reader writes nothing and sees neither files, networks nor other people’s queries', async () => {
  await refused("SELECT * FROM file('/etc/hostname', 'LineAsString')", '497');
  await refused("SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", '497');
  await refused("SELECT * FROM remote('127.0.0.1:1', system.one)", '497');
  await refused("SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')", '497');
  await refused("SELECT * FROM postgresql('127.0.0.1:1', 'd', 't', 'u', 'p')", '497');
  await refused("SELECT * FROM s3('http://127.0.0.1:1/bucket/key', 'LineAsString')", '497');
  await refused("SELECT * FROM executable('id', 'TSV', 'a String')", '497');
  for (const table of ['processes', 'users', 'grants', 'named_collections', 'server_settings', 'disks'])
    await refused(`SELECT * FROM system.${table}`, '497');
  await refused("SELECT 1 INTO OUTFILE 'x'", '358');
  await refused('SELECT 1; SELECT 2', '62');
  await expect(reader.insert({ table: 'items', values: [{ id: 2 }], format: 'JSONEachRow' })).rejects.toMatchObject({ code: '497' });
  for (const query of ['DROP TABLE items', 'CREATE TABLE more (a Int8) ENGINE = Memory', 'SYSTEM STOP LISTEN HTTP']) {
    await expect(reader.command({ query })).rejects.toMatchObject({ code: expect.stringMatching(/^(497|164)$/) });
  }
});

test('the reader’s rows, memory and time end, and it may ask for less but not for more', async () => {
  await refused('SELECT * FROM numbers(1000000)', '396');
  await refused('SELECT groupArray(number) FROM numbers(1000000000)', '241');
  await refused('SELECT count() FROM numbers(1000000000000)', '159', { max_execution_time: 1 });
  for (const [name, value] of Object.entries({ max_execution_time: 100, max_result_rows: 0, max_memory_usage: 0, max_threads: 64 })) {
    await refused('SELECT 1', '452', { [name]: value });
    await refused(`SELECT 1 SETTINGS ${name} = ${value}`, '452');
  }
  await refused('SELECT 1', '164', { readonly: 0 });
  await expect(reader.command({ query: 'SET max_execution_time = 100' })).rejects.toMatchObject({ code: '452' });
  const aside = { max_bytes_before_external_group_by: 1_000_000, max_temporary_data_on_disk_size_for_query: 2_000_000 };
  await refused('SELECT count() FROM (SELECT number FROM numbers(3000000) GROUP BY number)', '396', {
    ...aside,
    max_bytes_ratio_before_external_group_by: 0,
  });
  await refused('SELECT 1', '452', { max_temporary_data_on_disk_size_for_query: 0 });
});

test('the reader that a deployment makes has these limits too, and may raise none of them', async () => {
  const [, statements = ''] = /<<'SQL'\n([\s\S]*)SQL\n/.exec(readFileSync('deploy/clickhouse/create-reader.sh', 'utf8')) ?? [];
  // This engine keeps no users but those of its file, so it is asked whether it could read the statements.
  for (const query of statements.split(/;\s*/).filter(Boolean)) {
    const answer = await owner.query({
      query: 'SELECT formatQuery({query:String}) AS text',
      query_params: { query },
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ text: expect.stringMatching(/^(CREATE USER|GRANT SELECT)/) }]);
  }
  for (const name of Object.keys(READER_LIMITS)) {
    const [, value, max] = new RegExp(`\\b${name} = (\\d+) MIN 1 MAX (\\d+)`).exec(statements) ?? [];
    expect(Number(value), name).toBeGreaterThan(0);
    expect(max, name).toBe(value);
  }
  for (const name of ['result_overflow_mode', 'timeout_overflow_mode']) expect(statements).toContain(`${name} = 'throw' CONST`);
});
