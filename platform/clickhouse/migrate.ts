import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from '../telemetry/logger.ts';
import { withMigrationLock } from './migration-lock.ts';
import { fillSlots, type Migration } from './migrations.ts';

/** What ran already. Kept beside the tables, so that a database that is dropped forgets both together. */
const RECORD = `CREATE TABLE IF NOT EXISTS schema_migrations {{ON CLUSTER}}
(
  name String COMMENT 'File name without its ending',
  checksum String COMMENT 'SHA-256 of the file when it ran, hexadecimal',
  applied_at DateTime DEFAULT now() COMMENT 'When it had run'
)
ENGINE = {{MergeTree}} ORDER BY name`;

/** A file that has run was changed: what the tables look like can no longer be told from the files. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
}

/** Makes the database, unless it is there. `server` is a client without a database. */
export const ensureDatabase = async (server: ClickHouseClient, database: string, cluster: string): Promise<void> => {
  await server.command({ query: `CREATE DATABASE IF NOT EXISTS ${database} ${fillSlots('{{ON CLUSTER}}', cluster)}` });
};

/**
 * Runs the migrations that have not run yet, in order, and records each. Several processes may do so at once: one runs them, the
 * others find them done. A migration that broke off half-way runs again, so its statements must bear that (`IF NOT EXISTS`).
 * Gives the names of those that ran now. Throws MigrationChanged, and whatever ClickHouse says of a statement.
 */
export const migrate = async (options: {
  client: ClickHouseClient;
  migrations: readonly Migration[];
  cluster: string;
  logger: Logger;
}): Promise<readonly string[]> => {
  const { client, migrations, cluster, logger } = options;
  const recorded = async () => {
    const answer = await client.query({ query: 'SELECT name, checksum FROM schema_migrations', format: 'JSONEachRow' });
    return new Map((await answer.json<{ name: string; checksum: string }>()).map(({ name, checksum }) => [name, checksum]));
  };
  return withMigrationLock(client, async () => {
    await client.command({ query: fillSlots(RECORD, cluster) });
    const done = await recorded();
    const ran: string[] = [];
    for (const { name, checksum, statements } of migrations) {
      const known = done.get(name);
      if (known !== undefined && known !== checksum)
        throw new MigrationChanged(`${name} was changed after it had run; undo the change and put it into a file of its own`);
      if (known !== undefined) continue;
      for (const query of statements) await client.command({ query });
      await client.insert({ table: 'schema_migrations', values: [{ name, checksum }], format: 'JSONEachRow' });
      logger.info({ migration: name }, 'migrated');
      ran.push(name);
    }
    return ran;
  });
};
