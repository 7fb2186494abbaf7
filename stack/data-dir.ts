import { join, resolve } from 'node:path';

/** The repository's root: services are started from here, and their command lines name files relative to it. */
export const REPOSITORY = resolve(import.meta.dirname, '..');

/** Everything a running stack writes lies under its data folder. */
export const dataDirPaths = (dataDir: string) => ({
  root: dataDir,
  lock: join(dataDir, 'launcher.lock'),
  state: join(dataDir, 'state.json'),
  logs: join(dataDir, 'logs'),
  engines: join(dataDir, 'engines'),
  simnet: join(dataDir, 'simnet'),
});

/** Used when no flag names another; ignored by git. */
export const DEFAULT_DATA_DIR = join(REPOSITORY, '.routebook');
