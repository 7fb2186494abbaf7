import type { Config } from '../config.ts';

/** The database of this world: worlds that share a server differ by ROUTEBOOK_PREFIX. */
export const databaseName = ({
  CLICKHOUSE_DATABASE,
  ROUTEBOOK_PREFIX,
}: Pick<Config, 'CLICKHOUSE_DATABASE' | 'ROUTEBOOK_PREFIX'>): string =>
  ROUTEBOOK_PREFIX === '' ? CLICKHOUSE_DATABASE : `${CLICKHOUSE_DATABASE}_${ROUTEBOOK_PREFIX.replaceAll('-', '_')}`;
