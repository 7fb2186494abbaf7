import { createHash } from 'node:crypto';

/** What the engine is told about itself and the machine. */
export interface ServerOptions {
  /** The engine's own folder. */
  readonly dataDir: string;
  readonly port: number;
  /** Path of the file with its users. */
  readonly usersFile: string;
}

/** Who may use it. */
export interface UserOptions {
  readonly ownerPassword: string;
  readonly readerPassword: string;
}

/** Owns every database; the services' user. */
export const OWNER = 'routebook';
/** May read the history and nothing else, within limits: for people's SQL. */
export const READER = 'reader';
/** Databases of every world begin with this; it is also where an unqualified name is looked for. */
export const DATABASE = 'routebook';

/** Users whose database is not there cannot even log in, so it is made before anybody may. */
export const CREATE_DATABASE = `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic`;

/** What one query of the reader may take. It may ask for less, never for more. */
export const READER_LIMITS = {
  max_result_rows: 100_000,
  max_result_bytes: 64 * 1024 * 1024,
  max_execution_time: 10,
  max_memory_usage: 512 * 1024 * 1024,
  // An API takes up to four of them (SQL_QUERIES_MAX, HISTORY_QUERIES_MAX); the others are for whoever asks the engine itself.
  max_concurrent_queries_for_user: 8,
  // What a query that sorts or groups more than its memory writes aside.
  max_temporary_data_on_disk_size_for_query: 1024 * 1024 * 1024,
} as const;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Node = { readonly [name: string]: string | number | Node | readonly (string | Node)[] };

/** Nested objects as XML elements; a list repeats its element. */
const xml = (node: Node): string =>
  Object.entries(node)
    .map(([name, value]) => {
      const items: readonly (string | number | Node)[] = Array.isArray(value) ? value : [value];
      return items.map((item) => `<${name}>${typeof item === 'object' ? xml(item) : escaped(String(item))}</${name}>`).join('\n');
    })
    .join('\n');

const silent = (name: string): Node => ({ name, level: 'fatal' });

/** Hashed, because the engine itself can read this file, and so can whoever finds a way to let it. */
const hashed = (password: string): string => createHash('sha256').update(password).digest('hex');

/** One server for one machine that runs everything else as well: loopback alone, few threads, bounded memory. */
export const serverConfiguration = ({ dataDir, port, usersFile }: ServerOptions): string =>
  xml({
    clickhouse: {
      path: `${dataDir}/store/`,
      tmp_path: `${dataDir}/store/tmp/`,
      listen_host: '127.0.0.1',
      http_port: port,
      timezone: 'UTC',
      users_config: usersFile,
      user_directories: { users_xml: { path: usersFile } },
      default_profile: 'default',
      // Also read by the engine's own command line, which knows no <logger><level>.
      'log-level': 'warning',
      logger: {
        level: 'warning',
        console: 1,
        // A query that fails is answered with its error; its stack here would say nothing more.
        levels: { logger: [silent('DynamicQueryHandler'), silent('executeQuery'), silent('Access(user directories)')] },
      },
      // A server runs these before it listens; the engine in our own process is given them as its first orders.
      startup_scripts: { scripts: { query: CREATE_DATABASE } },
      max_connections: 256,
      // Beyond, a query is refused with code 202 instead of waiting without an end.
      max_concurrent_queries: 32,
      max_server_memory_usage_to_ram_ratio: '0.4',
      mark_cache_size: 256 * 1024 * 1024,
      // Merges share two cores with the hot path.
      background_pool_size: 2,
      background_schedule_pool_size: 8,
      background_common_pool_size: 2,
      background_fetches_pool_size: 1,
      background_move_pool_size: 1,
      background_buffer_flush_schedule_pool_size: 1,
      background_message_broker_schedule_pool_size: 1,
      background_distributed_schedule_pool_size: 1,
      merge_tree: {
        number_of_free_entries_in_pool_to_execute_mutation: 1,
        number_of_free_entries_in_pool_to_execute_optimize_entire_partition: 1,
        number_of_free_entries_in_pool_to_lower_max_size_of_merge: 1,
      },
    },
  });

/**
 * The users. `default` is the one as whom the engine's command line makes the database and opens the port: it may do that alone, its one session is taken
 * for as long as the engine lives, and so nobody else can be it.
 */
export const usersConfiguration = ({ ownerPassword, readerPassword }: UserOptions): string => {
  const loopback = { ip: '127.0.0.1' };
  // A reader who hangs up wants no answer any more.
  const profile = { max_threads: 2, async_insert: 0, cancel_http_readonly_queries_on_client_close: 1 };
  return xml({
    clickhouse: {
      profiles: {
        default: profile,
        starter: { max_sessions_for_user: 1 },
        reading: {
          ...profile,
          ...READER_LIMITS,
          // 2, not 1: clients ask for compression and formats by settings. Zero would mean no limit, hence a least value as well.
          readonly: 2,
          constraints: Object.fromEntries([
            ...Object.entries({ ...READER_LIMITS, max_threads: profile.max_threads }).map(([name, max]) => [name, { min: 1, max }]),
            ...['result_overflow_mode', 'timeout_overflow_mode'].map((name) => [name, { const: '' }]),
          ]) as Node,
        },
      },
      users: {
        default: {
          no_password: '',
          networks: loopback,
          profile: 'starter',
          quota: 'default',
          grants: { query: ['GRANT SYSTEM LISTEN ON *.*', `GRANT CREATE DATABASE ON ${DATABASE}.*`, 'GRANT TABLE ENGINE ON Atomic'] },
        },
        [OWNER]: {
          password_sha256_hex: hashed(ownerPassword),
          networks: loopback,
          profile: 'default',
          quota: 'default',
          default_database: DATABASE,
          access_management: 1,
        },
        [READER]: {
          password_sha256_hex: hashed(readerPassword),
          networks: loopback,
          profile: 'reading',
          quota: 'default',
          default_database: DATABASE,
          grants: { query: [`GRANT SELECT ON ${DATABASE}*.*`] },
        },
      },
      quotas: { default: '' },
    },
  });
};
