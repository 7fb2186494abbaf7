import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';

/** Only one CREATE of a name succeeds, which is all the mutual exclusion that ClickHouse has. */
const LOCK = 'schema_lock';
const TABLE_ALREADY_EXISTS = '57';
const LOOK_AGAIN_MS = 100;
/** Migrations take seconds. A lock this old was left by a process that died. */
const STALE_SECONDS = 120;

/** Runs `work` while no other process does so in this database; waits for it to end first. */
export const withMigrationLock = async <T>(client: ClickHouseClient, work: () => Promise<T>): Promise<T> => {
  const take = async (): Promise<boolean> => {
    try {
      await client.command({ query: `CREATE TABLE ${LOCK} (held UInt8) ENGINE = Memory` });
      return true;
    } catch (error) {
      if (error instanceof ClickHouseError && error.code === TABLE_ALREADY_EXISTS) return false;
      throw error;
    }
  };
  /** Renamed before it is dropped: of several that find it stale, one succeeds. */
  const breakStale = async (): Promise<void> => {
    const found = await client.query({
      query: `SELECT name FROM system.tables WHERE database = currentDatabase() AND name = '${LOCK}'
              AND metadata_modification_time < now() - ${STALE_SECONDS}`,
      format: 'JSONEachRow',
    });
    if ((await found.json()).length === 0) return;
    const aside = `${LOCK}_${randomUUID().replaceAll('-', '')}`;
    await client.command({ query: `RENAME TABLE ${LOCK} TO ${aside}` }).catch(() => undefined);
    await client.command({ query: `DROP TABLE IF EXISTS ${aside}` });
  };
  while (!(await take())) {
    await breakStale();
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    await client.command({ query: `DROP TABLE IF EXISTS ${LOCK}` });
  }
};
