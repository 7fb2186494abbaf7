import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tryResolveLibchdb } from 'chdb/libchdb';
import { OWNER, READER, serverConfiguration, usersConfiguration } from '../clickhouse/configuration.ts';
import { readPasswords } from '../clickhouse/passwords.ts';
import { findOnPath } from '../find-on-path.ts';
import { LaunchError } from '../launch-error.ts';
import { httpReady } from '../probe.ts';
import type { Engine, PrepareContext } from './engine.ts';

/** Whatever the machine has comes first; else the library that npm installed. */
const findProgram = async (): Promise<string> => {
  const found = findOnPath('clickhouse') ?? tryResolveLibchdb()?.path;
  if (found !== undefined) return found;
  throw new LaunchError(
    'npm has no ClickHouse for this kind of machine (it has Linux with glibc and macOS); install clickhouse, or set CLICKHOUSE_URL.',
  );
};

const HOST_PROCESS = join(import.meta.dirname, '../clickhouse/main.ts');

const prepare = async ({ home, dataDir, ports: [port = 0] }: PrepareContext) => {
  const passwords = readPasswords(join(dataDir, 'passwords.json'));
  const config = join(dataDir, 'config.xml');
  const usersFile = join(dataDir, 'users.xml');
  mkdirSync(join(dataDir, 'store', 'tmp'), { recursive: true });
  writeFileSync(config, serverConfiguration({ dataDir, port, usersFile }));
  writeFileSync(usersFile, usersConfiguration(passwords), { mode: 0o600 });
  const address = `http://127.0.0.1:${port}`;
  const urlOf = (user: string, password: string) => `http://${user}:${password}@127.0.0.1:${port}`;
  const isServer = basename(home) === 'clickhouse';
  return {
    url: urlOf(OWNER, passwords.ownerPassword),
    alsoReachable: { CLICKHOUSE_READONLY_URL: urlOf(READER, passwords.readerPassword) },
    spec: {
      name: 'clickhouse',
      file: isServer ? home : process.execPath,
      args: isServer ? ['server', `--config-file=${config}`] : [HOST_PROCESS, '--library', home, '--config', config, '--data-dir', dataDir],
      cwd: dataDir,
      address,
      ready: () => httpReady(`${address}/ping`),
      startDeadlineMs: 180_000,
      stopDeadlineMs: 15_000,
    },
  };
};

/** ClickHouse: the server on PATH, or its engine in a process of ours, behind its own HTTP protocol. */
export const clickhouse: Engine = {
  name: 'clickhouse',
  title: 'ClickHouse',
  variable: 'CLICKHOUSE_URL',
  ports: 1,
  needsJava: false,
  fetch: findProgram,
  prepare,
};
