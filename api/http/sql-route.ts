import type { Response } from 'express';
import type { ClickHouseFormat, ReadOnlyClickHouse } from '#platform/clickhouse/read-only.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { type AnswerFormat, FORMAT_TYPES, type SqlRequest, sqlRequest } from '#schemas/api/sql.ts';
import { inputIssue } from '../input/input-issue.ts';
import type { Slots } from '../sql/slots.ts';
import { guardSql } from '../sql/sql-guard.ts';
import { sqlProblem } from '../sql/sql-problem.ts';
import { originAllowed } from '../ws/origin.ts';
import type { Route } from './app.ts';
import { readJsonBody } from './read-json-body.ts';
import { type Refusal, replyProblem } from './reply.ts';
import { replyStream } from './reply-stream.ts';

const EXAMPLE = '{"query":"SELECT count() FROM quotes"}';

export const CLICKHOUSE_FORMATS: Readonly<Record<AnswerFormat, ClickHouseFormat>> = {
  JSON: 'JSON',
  CSV: 'CSVWithNames',
  NDJSON: 'JSONEachRow',
  Parquet: 'Parquet',
};

/** People's SQL: off when undefined. */
export interface Sql {
  readonly clickHouse: ReadOnlyClickHouse;
  readonly slots: Slots;
}

const OFF: Refusal = {
  code: 'SQL_OFF',
  detail: 'SQL over HTTP is off here; whoever runs this server turns it on with ROUTEBOOK_SQL=on, or ask ClickHouse itself (docs/sql.md)',
};
const BUSY: Refusal = { code: 'TOO_MANY_QUERIES', detail: 'as many queries run as may; try again in a few seconds', retryAfterSeconds: 2 };
const AWAY: Refusal = {
  code: 'NOT_READY',
  detail: 'ClickHouse is out of reach right now; try again in a few seconds',
  retryAfterSeconds: 2,
};
const STRANGER: Refusal = {
  code: 'ORIGIN_NOT_ALLOWED',
  detail: 'pages of this origin may not ask with SQL; ROUTEBOOK_ORIGINS names those that may',
};
const FAILED: Refusal = { code: 'INTERNAL_ERROR', detail: 'ClickHouse has failed; the log has the reason under this request id' };

/** POST /sql: one statement of a reader, streamed. */
export const sqlRoute = (deps: { sql: Sql | undefined; origins: readonly string[]; bodyBytes: number; logger: Logger }): Route => {
  const { sql, origins, bodyBytes, logger } = deps;

  const ask = async ({ clickHouse }: Sql, wish: SqlRequest, context: { response: Response; requestId: string }) => {
    const { response, requestId } = context;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const refuse = (error: Refusal) => replyProblem(response, { requestId, error });
    const { query, parameters, format } = wish;
    try {
      const statement = await clickHouse.normalised(query, gone.signal);
      const refusal = statement.ok ? guardSql(statement.value, parameters) : undefined;
      if (refusal !== undefined) return refuse(refusal);
      const asked = { query, parameters, format: CLICKHOUSE_FORMATS[format], signal: gone.signal };
      const answer = statement.ok ? await clickHouse.ask(asked) : statement;
      if (answer.ok)
        return await replyStream(response, {
          requestId,
          type: FORMAT_TYPES[format],
          source: answer.value,
          headers: { 'cache-control': 'no-store' },
        });
      const problem = sqlProblem(answer.error, query);
      if (problem === undefined) logger.error({ requestId, fault: answer.error }, 'ClickHouse failed at a query');
      return refuse(problem ?? FAILED);
    } catch (error) {
      if (gone.signal.aborted) return;
      logger.warn({ requestId, error: String(error) }, 'ClickHouse is out of reach');
      return refuse(AWAY);
    }
  };

  return {
    path: '/api/v1/sql',
    method: 'POST',
    handler: async (request, response, requestId) => {
      const refuse = (error: Refusal) => replyProblem(response, { requestId, error });
      if (sql === undefined) return refuse(OFF);
      // Any page may send JSON to an address on its reader's own machine; what it may ask here is more than what it may ask elsewhere.
      if (!originAllowed(request.headers.origin, request.headers.host, origins)) return refuse(STRANGER);
      const body = await readJsonBody(request, bodyBytes, EXAMPLE);
      if (!body.ok) return refuse(body.error);
      const wish = sqlRequest.safeParse(body.value);
      if (!wish.success) return refuse(inputIssue(wish.error, body.value));
      const free = sql.slots.take();
      if (free === undefined) return refuse(BUSY);
      try {
        await ask(sql, wish.data, { response, requestId });
      } finally {
        free();
      }
    },
  };
};
