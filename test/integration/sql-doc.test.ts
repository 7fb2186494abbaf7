import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SQL_ANSWERS } from '#test/support/history/sql-answers.ts';
import { documentedQueries } from '#test/support/history/sql-doc.ts';
import { historyWorld } from '#test/support/history/world.ts';
import { type WrittenHistory, writeHistory } from '#test/support/history/write-history.ts';
import { testEngines } from '#test/support/test-engines.ts';

const DAY_MS = 86_400_000;
const startMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS;
const world = historyWorld(startMs);
const questions = documentedQueries(startMs);
/** Queries round to two places. */
const ROUNDED = 0.005_001;

let history: WrittenHistory;
let reader: ReturnType<typeof createClient>;
beforeAll(async () => {
  history = await writeHistory(world);
  reader = createClient({ url: testEngines().clickhouseReadonlyUrl, database: history.database });
});
afterAll(async () => {
  await reader.close();
  await history.remove();
});

/** A value as a cell of the document shows it. */
const shown = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : value === null ? 'null' : String(value));

const expectAlike = (found: unknown, expected: unknown, where: string): void => {
  if (typeof expected !== 'number' || Number.isInteger(expected)) expect(found, where).toEqual(expected);
  else expect(Math.abs(Number(found) - expected), `${where}: ${found} for ${expected}`).toBeLessThanOrEqual(ROUNDED);
};

test('there are twenty', () => {
  expect(questions.map(({ title }) => Number.parseInt(title, 10))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test.each(questions.map((question) => [question.title, question] as const))('%s', async (title, question) => {
  const answer = await reader.query({
    query: question.sql,
    query_params: question.parameters,
    format: 'JSON',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const { data, meta = [] } = await answer.json<Record<string, unknown>>();
  const columns = meta.map(({ name }) => name);
  const expected = SQL_ANSWERS[Number.parseInt(title, 10)]!(world, question.parameters);
  expect(data).toHaveLength(expected.length);
  expect(expected.length).toBeGreaterThan(0);
  for (const [index, row] of expected.entries()) {
    expect(Object.keys(row)).toEqual(columns);
    for (const name of columns) expectAlike(data[index]?.[name], row[name], `row ${index}, ${name}`);
  }
  expect(question.columns).toEqual(columns);
  expect(question.rows).toEqual(data.slice(0, question.rows.length).map((row) => columns.map((name) => shown(row[name]))));
  expect(question.isCut).toBe(question.rows.length < data.length);
});
