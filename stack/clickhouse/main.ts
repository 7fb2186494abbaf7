import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataType, load, open } from 'ffi-rs';
import { CREATE_DATABASE } from './configuration.ts';

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
writeFileSync(start, `${CREATE_DATABASE};\nSYSTEM START LISTEN HTTP;\n`);
rmSync(orders, { force: true });
execFileSync('mkfifo', [orders]);

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
