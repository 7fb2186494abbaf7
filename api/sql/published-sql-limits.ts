import type { QueryLimits } from '#platform/clickhouse/query-limits.ts';
import type { LimitsJson } from '#schemas/api/lists.ts';

/** They change with the engine's configuration alone; one that was away is asked again by whoever wants to know next. */
const KEPT_MS = 60_000;

/** What SQL over HTTP may take, as GET /limits publishes it: what this API holds to, and what the engine says. */
export const createPublishedSqlLimits = (deps: {
  readonly on: boolean;
  readonly queriesAtOnce: number;
  readonly historyQuestionsAtOnce: number;
  /** The engine's limits on one query. Throws when it is out of reach. */
  readonly readLimits: () => Promise<Partial<QueryLimits>>;
  readonly now: () => number;
}): (() => Promise<LimitsJson['sql']>) => {
  const { on, queriesAtOnce, historyQuestionsAtOnce, readLimits, now } = deps;
  let known: Partial<QueryLimits> = {};
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    try {
      known = await readLimits();
      readAtMs = now();
    } catch {
      // What it said before still holds, as far as anybody knows.
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    if (now() - readAtMs > KEPT_MS) {
      reading ??= read();
      await reading;
    }
    return {
      on,
      queriesAtOnce,
      historyQuestionsAtOnce,
      resultRows: known.resultRows ?? null,
      resultBytes: known.resultBytes ?? null,
      executionMs: known.executionMs ?? null,
      memoryBytes: known.memoryBytes ?? null,
    };
  };
};
