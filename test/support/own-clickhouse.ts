import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickhouse } from '#stack/engines/clickhouse.ts';
import { startEngine } from '#stack/engines/start-engines.ts';
import { createPortFinder } from '#stack/ports.ts';
import { createSupervisor } from '#stack/supervisor.ts';
import { endSupervised } from './end-supervised.ts';
import { claimPorts } from './test-ports.ts';

/** A ClickHouse of one test's own, as the launcher starts and keeps it, that can be taken away and given back. */
export const startOwnClickHouse = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'routebook-clickhouse-'));
  const port = await claimPorts(1);
  const start = async () => {
    const supervisor = createSupervisor({ logsDir: join(dataDir, 'logs'), onEvent: () => undefined });
    const context = {
      supervisor,
      dataDir,
      cacheDir: dataDir,
      findPorts: createPortFinder(port),
      java: '',
      ports: [port],
      onProgress: () => undefined,
    };
    endSupervised(supervisor);
    const { urls } = await startEngine(clickhouse, context);
    return { supervisor, url: String(urls.CLICKHOUSE_URL) };
  };
  let running = await start();
  return {
    url: running.url,
    pid: () => running.supervisor.list()[0]?.pid ?? 0,
    /** Ends it; nothing brings it back but `comeBack`. */
    goAway: () => running.supervisor.stopAll(),
    /** The same address, the same data. */
    comeBack: async () => {
      running = await start();
    },
    remove: async () => {
      await running.supervisor.stopAll();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
