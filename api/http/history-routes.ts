import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { Result } from '#core/result.ts';
import type { HistoryReader } from '#platform/clickhouse/history-reader.ts';
import type { ClickHouseFormat, QueryFault } from '#platform/clickhouse/read-only.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { HistoryQuoteJson } from '#schemas/api/history.ts';
import { type AnswerFormat, FORMAT_TYPES } from '#schemas/api/sql.ts';
import { answerFormat } from '../history/answer-format.ts';
import { cursorAfter, parseBooksWish, parseQuotesWish } from '../history/history-wish.ts';
import { jsonList } from '../history/json-list.ts';
import type { Slots } from '../sql/slots.ts';
import { sqlProblem } from '../sql/sql-problem.ts';
import type { Route } from './app.ts';
import { type Refusal, replyProblem } from './reply.ts';
import { replyStream } from './reply-stream.ts';
import { CLICKHOUSE_FORMATS } from './sql-route.ts';

/** The past, as far as it can be asked. */
export interface History {
  readonly reader: HistoryReader;
  readonly slots: Slots;
}

const BUSY: Refusal = { code: 'TOO_MANY_QUERIES', detail: 'as many questions to the history run as may; try again', retryAfterSeconds: 1 };
const AWAY: Refusal = {
  code: 'NOT_READY',
  detail: 'the history is out of reach right now; try again in a few seconds',
  retryAfterSeconds: 2,
};
const FAILED: Refusal = { code: 'INTERNAL_ERROR', detail: 'the history has failed; the log has the reason under this request id' };
const TOO_MUCH: Refusal = {
  code: 'QUERY_LIMIT',
  detail: 'that is more than one answer may be; ask for a shorter time, one corridor, or less',
};

/** Before the history's service has run there is no database, and before its migrations there are no tables. */
const NOT_YET = new Set([60, 81]);

/** How rows become the answer's body where JSON is asked for. */
interface Json {
  readonly head: string;
  readonly tail: (count: number, last: string) => string;
}

/** GET /history/books and GET /history/quotes. */
export const historyRoutes = (deps: { history: History; now: () => number; logger: Logger }): readonly Route[] => {
  const { history, now, logger } = deps;
  const { reader, slots } = history;

  const refusalOf = (fault: QueryFault, requestId: string): Refusal => {
    if (NOT_YET.has(fault.code)) return AWAY;
    const problem = sqlProblem(fault, '');
    if (problem?.code === 'QUERY_LIMIT') return TOO_MUCH;
    if (problem?.code === 'TOO_MANY_QUERIES') return BUSY;
    logger.error({ requestId, fault }, 'ClickHouse failed at a question to the history');
    return FAILED;
  };

  const answer = async (
    context: { request: Request; response: Response; requestId: string },
    wanted: AnswerFormat | undefined,
    parts: { json: Json; ask: (how: { format: ClickHouseFormat; signal: AbortSignal }) => Promise<Result<Readable, QueryFault>> },
  ): Promise<void> => {
    const { request, response, requestId } = context;
    const refuse = (error: Refusal) => replyProblem(response, { requestId, error });
    const format = wanted ?? answerFormat(request.headers.accept);
    const free = slots.take();
    if (free === undefined) return refuse(BUSY);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const rows = await parts.ask({ format: format === 'JSON' ? 'JSONEachRow' : CLICKHOUSE_FORMATS[format], signal: gone.signal });
      if (!rows.ok) return refuse(refusalOf(rows.error, requestId));
      const source = format === 'JSON' ? Readable.from(jsonList(rows.value, parts.json), { objectMode: false }) : rows.value;
      await replyStream(response, {
        requestId,
        type: FORMAT_TYPES[format],
        source,
        headers: { 'cache-control': 'no-cache', vary: 'accept' },
      });
    } catch (error) {
      if (gone.signal.aborted) return;
      logger.warn({ requestId, error: String(error) }, 'the history is out of reach');
      refuse(AWAY);
    } finally {
      free();
    }
  };

  const books: Route['handler'] = (request, response, requestId) => {
    const parsed = parseBooksWish(request.query);
    if (!parsed.ok) return replyProblem(response, { requestId, error: parsed.error });
    const { format, ...wish } = parsed.value;
    const at = JSON.stringify(new Date(wish.atMs).toISOString());
    return answer({ request, response, requestId }, format, {
      json: { head: `{"at":${at},"books":[`, tail: () => ']}' },
      ask: (how) => reader.books({ ...wish, ...how }),
    });
  };

  const quotes: Route['handler'] = (request, response, requestId) => {
    const parsed = parseQuotesWish(request.query, now());
    if (!parsed.ok) return replyProblem(response, { requestId, error: parsed.error });
    const { format, ...wish } = parsed.value;
    const tail = (count: number, last: string): string => {
      const next = count < wish.limit ? null : cursorAfter(JSON.parse(last) as HistoryQuoteJson);
      return `],"nextCursor":${JSON.stringify(next)}}`;
    };
    return answer({ request, response, requestId }, format, {
      json: { head: '{"quotes":[', tail },
      ask: (how) => reader.quotes({ ...wish, ...how }),
    });
  };

  return [
    { path: '/api/v1/history/books', method: 'GET', handler: books },
    { path: '/api/v1/history/quotes', method: 'GET', handler: quotes },
  ];
};
