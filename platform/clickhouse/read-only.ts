import type { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import { err, ok, type Result } from '#core/result.ts';

/** Formats in which answers are asked for, as ClickHouse names them. */
export type ClickHouseFormat = 'JSON' | 'JSONEachRow' | 'CSVWithNames' | 'Parquet';

/** A question of one statement. */
export interface Question {
  readonly query: string;
  /** Values of `{name:Type}` in it. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly format: ClickHouseFormat;
  readonly settings?: ClickHouseSettings;
  /** Given up when it is aborted, also by the server. */
  readonly signal: AbortSignal;
}

/** What the server says against a question. */
export interface QueryFault {
  /** ClickHouse's own number, for example 60. */
  readonly code: number;
  /** And its name, for example UNKNOWN_TABLE. */
  readonly type: string;
  readonly message: string;
}

/** ClickHouse for those who only ask. */
export interface ReadOnlyClickHouse {
  /**
   * The answer's bytes. They begin when the query is done, so that whatever goes wrong with it is a fault and not a broken answer. Destroying
   * the stream ends it. Throws when the server is out of reach.
   */
  ask(question: Question): Promise<Result<Readable, QueryFault>>;
  /** A statement as the server reads it: without comments and escapes in names, on one line. A fault when it is none, or more than one. */
  normalised(query: string, signal: AbortSignal): Promise<Result<string, QueryFault>>;
}

/** Bytes of an answer that the server keeps in memory until the query is done; beyond, it keeps them in a file. */
const KEPT_BYTES = 1_048_576;

const faultOf = (error: unknown): QueryFault => {
  if (error instanceof ClickHouseError) return { code: Number(error.code), type: error.type ?? '', message: error.message };
  throw error;
};

export const createReadOnlyClickHouse = (client: ClickHouseClient): ReadOnlyClickHouse => ({
  ask: async ({ query, parameters = {}, format, settings, signal }) => {
    try {
      const { stream } = await client.exec({
        query,
        query_params: parameters,
        abort_signal: signal,
        clickhouse_settings: {
          ...settings,
          wait_end_of_query: 1,
          buffer_size: String(KEPT_BYTES),
          cancel_http_readonly_queries_on_client_close: 1,
          // Not a setting of queries but a parameter of the request, and so in no list of theirs.
          ...({ default_format: format } as ClickHouseSettings),
        },
      });
      return ok(stream as Readable);
    } catch (error) {
      return err(faultOf(error));
    }
  },
  normalised: async (query, signal) => {
    try {
      const answer = await client.query({
        query: 'SELECT formatQuerySingleLine({query:String}) AS text',
        query_params: { query },
        format: 'JSONEachRow',
        abort_signal: signal,
      });
      const [row] = await answer.json<{ text: string }>();
      return ok(row?.text ?? '');
    } catch (error) {
      return err(faultOf(error));
    }
  },
});
