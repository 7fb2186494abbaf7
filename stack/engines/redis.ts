import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../find-on-path.ts';
import { LaunchError } from '../launch-error.ts';
import { tcpReady } from '../probe.ts';
import type { Engine, FetchContext, PrepareContext } from './engine.ts';
import { fetchArchive } from './maven.ts';

const ARTIFACT_VERSION = '1.4.3';

/** The server binaries inside the Maven artifact, by Node's platform and architecture. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};

/** Whatever the machine has comes first. */
const installed = (): string | undefined => findOnPath('redis-server') ?? findOnPath('valkey-server');

const fetchBinary = async ({ cacheDir, onProgress }: FetchContext): Promise<string> => {
  const own = installed();
  if (own !== undefined) return own;
  const binary = BINARIES[`${process.platform}-${process.arch}`];
  if (binary === undefined) {
    throw new LaunchError('No Redis for this kind of machine could be fetched; install redis-server 6.2 or newer, or set REDIS_URL.');
  }
  const home = await fetchArchive({
    into: join(cacheDir, `redis-${ARTIFACT_VERSION}`),
    artifact: `com.github.codemonstur:embedded-redis:${ARTIFACT_VERSION}`,
    onProgress,
  });
  await chmod(join(home, binary), 0o755);
  return join(home, binary);
};

/** Loopback only, an append-only file that survives restarts, and a process title that still names the file it serves. */
export const redisConfiguration = (options: { dataDir: string; port: number }): string =>
  [
    'bind 127.0.0.1',
    `port ${options.port}`,
    `dir "${options.dataDir}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'set-proc-title no',
    'daemonize no',
    '',
  ].join('\n');

const prepare = async ({ home, dataDir, ports: [port = 0] }: PrepareContext) => {
  const configuration = join(dataDir, 'redis.conf');
  await writeFile(configuration, redisConfiguration({ dataDir, port }));
  return {
    url: `redis://127.0.0.1:${port}`,
    spec: {
      name: 'redis',
      file: home,
      args: [configuration],
      cwd: dataDir,
      address: `redis://127.0.0.1:${port}`,
      ready: () => tcpReady(port, 'PING\r\n', '+PONG'),
      startDeadlineMs: 90_000,
      stopDeadlineMs: 15_000,
    },
  };
};

export const redis: Engine = {
  name: 'redis',
  title: 'Redis',
  variable: 'REDIS_URL',
  ports: 1,
  needsJava: false,
  fetch: fetchBinary,
  prepare,
};
