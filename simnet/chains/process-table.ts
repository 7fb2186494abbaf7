import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The command line of a process, empty when there is none with this id. `ps` is the same on Linux and macOS. */
export const commandLineOf = async (pid: number): Promise<string> => {
  try {
    return (await run('ps', ['-o', 'args=', '-p', String(pid)])).stdout.trim();
  } catch {
    return '';
  }
};

/** Resident memory of each process in MiB; a process that is gone is missing. */
export const residentMiB = async (pids: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  try {
    const { stdout } = await run('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')]);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    return new Map(rows.map(([pid = 0, kiB = 0]) => [pid, kiB / 1024]));
  } catch {
    return new Map();
  }
};

const POLL_MS = 20;

/** Ends a process that is not our child, politely and then not; resolves when it is gone. */
export const endProcess = async (pid: number, graceMs: number): Promise<void> => {
  const alive = (signal: NodeJS.Signals | 0): boolean => {
    try {
      process.kill(pid, signal);
      return true;
    } catch {
      return false;
    }
  };
  if (!alive('SIGTERM')) return;
  alive('SIGCONT');
  for (let waitedMs = 0; waitedMs < graceMs; waitedMs += POLL_MS) {
    await sleep(POLL_MS);
    if (!alive(0)) return;
  }
  alive('SIGKILL');
};
