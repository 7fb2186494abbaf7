import { parseAmount } from '#core/domain/amount.ts';
import { parseCorridor } from '#core/domain/corridor.ts';
import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BooksWish, QuotesWish } from '#platform/clickhouse/history-reader.ts';
import { historyBooksQuery, historyQuotesQuery } from '#schemas/api/history.ts';
import type { AnswerFormat } from '#schemas/api/sql.ts';
import { inputIssue } from '../input/input-issue.ts';
import { withNumbers } from '../input/with-numbers.ts';

type Asked<Wish> = Omit<Wish, 'format' | 'signal'> & { readonly format: AnswerFormat | undefined };

/** Without `from`, so much before `to`. */
const SPAN_MS = 3_600_000;

const parsePlace = (asked: {
  corridor?: string | undefined;
  amountIn?: string | undefined;
}): Result<{ corridor: string | undefined; amountIn: bigint | undefined }, InputError> => {
  const corridor = asked.corridor === undefined ? undefined : parseCorridor(asked.corridor, '/corridor');
  if (corridor?.ok === false) return corridor;
  const amountIn = asked.amountIn === undefined ? undefined : parseAmount(asked.amountIn, '/amountIn');
  if (amountIn?.ok === false) return amountIn;
  return ok({ corridor: corridor?.value.id, amountIn: amountIn?.value });
};

/** Reads the query of GET /history/books. */
export const parseBooksWish = (query: unknown): Result<Asked<BooksWish>, InputError> => {
  const parsed = historyBooksQuery.safeParse(query);
  if (!parsed.success) return err(inputIssue(parsed.error, query));
  const place = parsePlace(parsed.data);
  return place.ok ? ok({ ...place.value, atMs: Date.parse(parsed.data.at), format: parsed.data.format }) : place;
};

/** Where the next page begins, in words that whoever has a row can write. */
export const cursorAfter = ({ observedAt, quoteId }: { observedAt: string; quoteId: string }): string => `${observedAt},${quoteId}`;

const placeOf = (cursor: string): QuotesWish['after'] => {
  const [, observedAt = '', quoteId = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z),(.+)$/.exec(cursor) ?? [];
  const observedAtMs = Date.parse(observedAt);
  return Number.isNaN(observedAtMs) ? undefined : { observedAtMs, quoteId };
};

/** Reads the query of GET /history/quotes. */
export const parseQuotesWish = (query: Readonly<Record<string, unknown>>, nowMs: number): Result<Asked<QuotesWish>, InputError> => {
  const given = withNumbers(query, ['limit']);
  const parsed = historyQuotesQuery.safeParse(given);
  if (!parsed.success) return err(inputIssue(parsed.error, given));
  const { from, to, bridge, outcome, limit, cursor, format } = parsed.data;
  const place = parsePlace(parsed.data);
  if (!place.ok) return place;
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - SPAN_MS : Date.parse(from);
  if (fromMs >= toMs) return err(inputError('INVALID_PARAMETER', '/from', 'from must be before to; without to, it must be in the past'));
  const after = cursor === undefined ? undefined : placeOf(cursor);
  if (cursor !== undefined && after === undefined) {
    const detail = 'not a cursor; give observedAt and quoteId of the last row with a comma between, or none for the first page';
    return err(inputError('INVALID_PARAMETER', '/cursor', detail));
  }
  return ok({ ...place.value, fromMs, toMs, bridge, outcome, after, limit, format });
};
