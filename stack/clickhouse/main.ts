import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataType, load, open } from 'ffi-rs';
import { CREATE_DATABASE } from './configuration.ts';
import { fence, fenceVersion } from './fence.ts';

/**
 * ClickHouse in this process: the engine's library is a whole `clickhouse local`, which has had ClickHouse's own HTTP server since
 * 26.x and starts it when told `SYSTEM START LISTEN HTTP`. So what answers is the real thing, with its protocol, users and limits.
 * The library's command line runs on a thread of its own until this process is told to stop.
 */
const {
  library,
  config,
  'data-dir': dataDir,
} = parseArgs({
  options: { library: { type: 'string' }, config: { type: 'string' }, 'data-dir': { type: 'string' } },
}).values;
if (library === undefined || config === undefined || dataDir === undefined)
  throw new Error('--library, --config and --data-dir are needed');

/** Queries that run when the stop is asked for may end; whatever has not been acknowledged by then was not promised. */
const STOP_GRACE_MS = 300;

/** The engine reads its next orders from this pipe, and so waits for as long as nobody writes into it. */
const orders = join(dataDir, 'orders.fifo');
const start = join(dataDir, 'start.sql');

/** Set once the fence stands. In the environment, because the command line is what this process is recognised by. */
const FENCED = 'ROUTEBOOK_ENGINE_FENCED';

const unfenced = (why: string): void => {
  process.stderr.write(`${why}: what the function file() may read is not fenced in\n`);
};

/** Folders of the program that runs here and of the libraries that it has loaded, wherever this system keeps them. */
const mappedFolders = (): string[] => {
  const files = readFileSync('/proc/self/maps', 'utf8').matchAll(/ (\/.+)$/gm);
  return [...new Set([...files].map(([, file = '']) => dirname(file)))];
};

/**
 * The engine lets every user read any file by the function `file` (docs/decisions/0026). So this process first gives up all files but those that it needs, and all
 * connections, and then begins anew: threads that run already would keep what they had.
 */
const beginFenced = (): void => {
  writeFileSync(start, `${CREATE_DATABASE};\nSYSTEM START LISTEN HTTP;\n`);
  rmSync(orders, { force: true });
  execFileSync('mkfifo', [orders]);
  const version = fenceVersion();
  if (version === undefined || process.execve === undefined) {
    unfenced('this system has no Landlock');
    return;
  }
  const repository = join(import.meta.dirname, '../..');
  const libraries = [...mappedFolders(), '/lib', '/lib64', '/usr/lib', '/usr/lib64', '/etc/ld.so.cache', dirname(library)];
  const ours = ['node_modules', 'stack', 'package.json'].map((name) => join(repository, name));
  // Of /proc only what is its own: beside it stands what other processes were told.
  const system = ['/proc/self', '/proc/meminfo', '/proc/cpuinfo', '/proc/stat', '/proc/loadavg', '/sys', '/dev/urandom', '/dev/random'];
  const times = ['/etc/localtime', '/usr/share/zoneinfo'];
  const readable = [...libraries, ...ours, ...system, ...times, config, join(dataDir, 'users.xml'), start];
  try {
    fence({ readable, writable: [join(dataDir, 'store'), orders, '/dev/null'] }, version);
  } catch (error) {
    unfenced(String(error));
    return;
  }
  // Nothing of the launcher's environment either: it can be read as a file.
  const { PATH = '', LANG = '', TZ = '' } = process.env;
  process.execve(process.execPath, [process.argv0, ...process.execArgv, ...process.argv.slice(1)], {
    PATH,
    LANG,
    TZ,
    OPENSSL_CONF: '/dev/null',
    [FENCED]: '1',
  });
};
if (process.env[FENCED] === undefined) beginFenced();

open({ library: 'chdb', path: library });
const args = ['clickhouse', `--config-file=${config}`, '--log-level=warning', '--logger.console=1', `--queries-file=${start}`];
// Twice: after the first orders it waits for more, and does not tear itself down under the queries that still run.
const running = load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length + 2, [...args, `--queries-file=${orders}`, `--queries-file=${orders}`]],
  runInNewThread: true,
});

/** Parts are whole on disk before an insert is acknowledged, so the process may simply end; the library's own tear-down does not survive its logger. */
const end = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
const stop = async (): Promise<void> => {
  setTimeout(end, STOP_GRACE_MS * 2);
  await writeFile(orders, 'SYSTEM STOP LISTEN HTTP;\n');
  setTimeout(end, STOP_GRACE_MS);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

await running;
// Why is in the lines above: the engine writes its errors itself.
process.stderr.write('the engine ended by itself\n');
process.kill(process.pid, 'SIGKILL');
