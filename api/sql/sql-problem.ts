import type { QueryFault } from '#platform/clickhouse/read-only.ts';
import type { Refusal } from '../http/reply.ts';

/** ClickHouse's words are shown no longer than this. */
const WORDS_MAX = 300;

/** What ClickHouse says, without the query that it repeats and without its version; what it thinks was meant comes last. */
const words = (message: string): string => {
  const [, meant] = /Maybe you meant: \[([^\]]*)\]/.exec(message) ?? [];
  const plain = message
    .replace(/\.? ?Maybe you meant: \[[^\]]*\]\.?/, '')
    .replace(/:? ?\bin scope [\s\S]*$/i, '')
    .replace(/ ?\(version [\s\S]*$/, '')
    .replace(/[\s.:]+$/, '')
    .slice(0, WORDS_MAX);
  return meant === undefined ? plain : `${plain}; maybe you meant ${meant.replaceAll("'", '"').replaceAll(',', ' or ')}`;
};

/** Where a position, counted from 1, lies. */
const placeIn = (query: string, position: number): string => {
  const before = query.slice(0, position - 1).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
};

const syntaxError = (message: string, query: string): Refusal => {
  const error = (detail: string): Refusal => ({ code: 'INVALID_SQL', pointer: '/query', detail });
  if (message.includes('Multi-statement')) return error('one statement at a time; leave out what comes after the semicolon');
  const [, at, near = ''] = /failed at position (\d+) \(([\s\S]*?)\):/.exec(message) ?? [];
  if (at === undefined) return error(words(message));
  const [, expected] = /Expected one of: ([\s\S]*?)(?:\. \(|: In scope|\. |$)/.exec(message) ?? [];
  const found = near === 'end of query' ? 'it ends too early' : `"${near.slice(0, 40)}" cannot stand here`;
  const hint = expected === undefined ? '' : `; expected one of: ${expected.slice(0, 120)}${expected.length > 120 ? '…' : ''}`;
  return error(`syntax error at position ${at} (${placeIn(query, Number(at))}): ${found}${hint}`);
};

const parameterIn = (message: string): string => /[`'](\w+)[`']/.exec(message.replace(/^Value .*? for query parameter/s, ''))?.[1] ?? '';

const LIMITS: Readonly<Record<number, string>> = {
  158: 'it would read more rows than one query may',
  159: 'it took longer than one query may',
  241: 'it needs more memory than one query may have',
  307: 'it would read more bytes than one query may',
  396: 'its answer has more rows or bytes than one answer may, or it writes too much aside',
};

/** Faults of the server itself, of which nobody outside is told. */
const OURS = new Set([49, 193, 194, 516, 999, 1000, 1001, 1002]);
const NOT_GRANTED = new Set([164, 291, 358, 452, 497]);

/** What a caller is told of a fault; undefined when it is not of the query's making, and belongs into our log. */
export const sqlProblem = ({ code, message }: QueryFault, query: string): Refusal | undefined => {
  const limit = LIMITS[code];
  if (limit !== undefined) {
    const detail = `${limit}; ask for less: a shorter time, one corridor, fewer columns, or an aggregate (limits: docs/sql.md)`;
    return { code: 'QUERY_LIMIT', pointer: '/query', detail };
  }
  if (code === 62) return syntaxError(message, query);
  if (code === 202)
    return { code: 'TOO_MANY_QUERIES', detail: 'as many queries run as may; try again in a few seconds', retryAfterSeconds: 2 };
  if (NOT_GRANTED.has(code)) return { code: 'SQL_NOT_ALLOWED', pointer: '/query', detail: `not allowed here: ${words(message)}` };
  if (code === 456) {
    const name = parameterIn(message);
    return { code: 'MISSING_PARAMETER', pointer: `/parameters/${name}`, detail: `give a value for {${name}} in the field "parameters"` };
  }
  if (code === 457) return { code: 'INVALID_PARAMETER', pointer: `/parameters/${parameterIn(message)}`, detail: words(message) };
  if (OURS.has(code)) return undefined;
  return { code: 'INVALID_SQL', pointer: '/query', detail: words(message) };
};
