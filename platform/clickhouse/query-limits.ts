import type { ClickHouseClient } from '@clickhouse/client';

/** What one query of the user that we ask as may take: the engine's own settings, as it tells them to that user. */
export interface QueryLimits {
  readonly resultRows: number;
  readonly resultBytes: number;
  readonly executionMs: number;
  readonly memoryBytes: number;
}

/** Settings by what we call them, with the factor to our unit. Zero means no limit. */
const SETTINGS: Readonly<Record<keyof QueryLimits, { readonly name: string; readonly factor: number }>> = {
  resultRows: { name: 'max_result_rows', factor: 1 },
  resultBytes: { name: 'max_result_bytes', factor: 1 },
  executionMs: { name: 'max_execution_time', factor: 1_000 },
  memoryBytes: { name: 'max_memory_usage', factor: 1 },
};
/** Somebody may wait for the answer; the engine gives it within milliseconds, or is away. */
const ANSWER_MS = 1_000;

/** Asks the engine for them. Throws when it is out of reach. A limit that is not set is left out. */
export const readQueryLimits = async (client: ClickHouseClient): Promise<Partial<QueryLimits>> => {
  const answer = await client.query({
    query: 'SELECT name, value FROM system.settings WHERE name IN ({names:Array(String)})',
    query_params: { names: Object.values(SETTINGS).map(({ name }) => name) },
    format: 'JSONEachRow',
    abort_signal: AbortSignal.timeout(ANSWER_MS),
  });
  const rows = await answer.json<{ name: string; value: string }>();
  const values = new Map(rows.map(({ name, value }) => [name, Number(value)]));
  return Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([ours, { name, factor }]) => {
      const value = values.get(name) ?? 0;
      return Number.isSafeInteger(value) && value > 0 ? [[ours, value * factor]] : [];
    }),
  );
};
