import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { clickhouseQueries } from '#test/support/dashboards.ts';
import { createPrefix } from '#test/support/test-engines.ts';

// The engine comes with the history; until then nobody provides its address, and there are no tables.
const url = inject('clickhouseUrl' as never) as string | undefined;
const migrations = globSync('schemas/clickhouse/*.sql').sort();
const database = `dashboards_${createPrefix()}`;

const ask = async (query: string, settings: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { origin, username, password } = new URL(url ?? '');
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
  const answer = await fetch(`${origin}/?${new URLSearchParams(settings)}`, { method: 'POST', headers: { authorization }, body: query });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
};

/** The statements of a migration as a single server takes them. */
const statementsOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .replaceAll(/^--.*$/gm, '')
    .replaceAll('{{ON CLUSTER}}', '')
    .replaceAll(/\{\{(\w+)\}\}/g, '$1')
    .split(/;\s*$/m)
    .filter((statement) => statement.trim() !== '');

describe.skipIf(!url || migrations.length === 0)('the dashboards, asked of ClickHouse', () => {
  beforeAll(async () => {
    await ask(`CREATE DATABASE ${database}`);
    for (const statement of migrations.flatMap(statementsOf)) await ask(statement, { database });
  });
  afterAll(() => ask(`DROP DATABASE ${database}`));

  test.each(clickhouseQueries().map(({ name, query }) => [name, query] as const))('%s', async (_, query) => {
    await ask(query, { database, default_format: 'JSON' });
  });
});
