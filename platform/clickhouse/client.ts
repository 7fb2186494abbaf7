import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Logger } from '../telemetry/logger.ts';

/** An insert of a full batch takes well below a second; a server that has not answered by now is asked again. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Connections of one service: a few inserts and a few questions at the same time. */
const CONNECTIONS_MAX = 8;

/**
 * A client of one database. `database` undefined means the user's own, which must exist. The client's own lines are left out of our log:
 * every error reaches who asked, and they say what matters.
 */
export const createClickHouse = (options: { url: string; database?: string; service: string; logger: Logger }): ClickHouseClient =>
  createClient({
    url: options.url,
    ...(options.database === undefined ? {} : { database: options.database }),
    application: `routebook-${options.service}`,
    request_timeout: REQUEST_TIMEOUT_MS,
    max_open_connections: CONNECTIONS_MAX,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      // Amounts are wider than a JSON number holds.
      output_format_json_quote_64bit_integers: 1,
      // Servers from 26.3 on gather small inserts by default and answer before a reader would see them.
      async_insert: 0,
      // The answer to an insert begins when it is done, so that its status is the insert's.
      wait_end_of_query: 1,
    },
  });
