import type { Refusal } from '../http/reply.ts';

/**
 * What grants do not keep from a reader, and people's SQL must not have: the engine in our own process lets everybody read any file by the function
 * `file`, also inside a text that describes columns (docs/decisions/0025). The names are looked for in the statement as ClickHouse itself
 * writes it, where every name is plain and no comment is left.
 */

/** Statements that read. */
const READING = new Set(['SELECT', 'WITH', 'EXPLAIN', 'DESCRIBE', 'DESC', 'SHOW', 'EXISTS']);

/** Functions that reach beyond the tables. Refused wherever the name stands: a function may be handed on by its name alone. */
const REACHING =
  /^(?:file|ai[A-Z]\w*|catboostEvaluate|fuzzQuery|getClientHTTPHeader|getMacro|getServerSetting|hasColumnInTable|reverseDNSQuery|structureTo\w+Schema)$/;

/** Functions in the place of a table that may be asked: they make rows of numbers, or name what is granted anyway. */
export const HARMLESS_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'format',
  'generateSeries',
  'generate_series',
  'numbers',
  'numbers_mt',
  'primes',
  'SQLStandardValues',
  'view',
  'viewIfPermitted',
  'zeros',
  'zeros_mt',
]);

/**
 * All others. Many of them read their columns from a text, in which a default may call any function, before they look whether they are granted;
 * `eval` runs a text. A test holds this against the engine's own list.
 */
const TABLE_FUNCTION =
  /^(?:(?:azureBlobStorage|deltaLake|file|hdfs|hudi|iceberg|paimon|s3|url)(?:Azure|HDFS|Local|S3)?(?:Cluster)?|cluster(?:AllReplicas)?|arrowFlight|cosn|dictionary|eval|executable|filesystem|fuzz(?:JSON|Query)|gcs|generateRandom|input|jdbc|loop|merge(?:Tree\w+)?|mongodb|mysql|null|odbc|oss|postgresql|prometheusQuery(?:Range)?|redis|remote(?:Secure)?|sqlite|timeSeries(?:Data|Metrics|Samples|Selector|Tags)|values|viewExplain|ytsaurus)$/i;

/** A text, a quoted name, a word, or any other sign. */
const TOKEN = /'(?:[^'\\]|\\.)*'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*)|\S/gs;

interface Token {
  readonly text: string;
  /** A word or a quoted name; texts and signs are none. */
  readonly name: string | undefined;
  readonly isBare: boolean;
}

const tokensOf = (statement: string): Token[] =>
  [...statement.matchAll(TOKEN)].map(([text, quoted, doubled, word]) => ({
    text,
    name: word ?? quoted ?? doubled,
    isBare: word !== undefined,
  }));

const refused = (detail: string): Refusal => ({ code: 'SQL_NOT_ALLOWED', pointer: '/query', detail });
const notHere = (name: string): Refusal =>
  refused(`"${name.slice(0, 64)}" reaches beyond the history's tables, and is not for queries here`);

const clauseOf = ({ text, isBare }: Token, next: Token | undefined): string | undefined => {
  if (!isBare) return undefined;
  if (text === 'SETTINGS') return 'SETTINGS: leave it out, the limits are the same for all';
  if (text === 'FORMAT' && next?.name !== undefined)
    return 'FORMAT: leave it out, and name one of JSON, CSV, NDJSON or Parquet in the field "format"';
  if (text === 'OUTFILE') return 'INTO OUTFILE: leave it out, the answer is the file';
  return undefined;
};

/** Names that come in from outside, where the query takes a name: `{x:Identifier}`. */
const NAME_PARAMETER = /\{(\w+) ?: ?Identifier\}/g;
const PLAIN_NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Why a statement, as ClickHouse writes it, is not for people; undefined when it is. */
export const guardSql = (statement: string, parameters: Readonly<Record<string, unknown>>): Refusal | undefined => {
  const tokens = tokensOf(statement);
  const verb = tokens.find(({ text }) => text !== '(')?.text ?? '';
  if (!READING.has(verb))
    return refused(`${verb.slice(0, 32)} changes something or is unknown; ask with SELECT, EXPLAIN, DESCRIBE, SHOW or EXISTS`);
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const clause = clauseOf(token, next);
    if (clause !== undefined) return refused(clause);
    const { name } = token;
    if (name === undefined) continue;
    if (REACHING.test(name) || (next?.text === '(' && TABLE_FUNCTION.test(name))) return notHere(name);
  }
  for (const [, name = ''] of statement.matchAll(NAME_PARAMETER)) {
    const value = parameters[name];
    const isFit = typeof value === 'string' && PLAIN_NAME.test(value) && !value.split('.').some((part) => REACHING.test(part));
    if (!isFit && value !== undefined)
      return { code: 'INVALID_PARAMETER', pointer: `/parameters/${name}`, detail: `"${name}" must be the plain name of a column or table` };
  }
  return undefined;
};
