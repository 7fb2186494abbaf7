import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** `starttime` of /proc/<pid>/stat, counted from after the command name, which may hold spaces. proc(5). */
const START_TIME_FIELD = 19;

const fromProc = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return `${fields[START_TIME_FIELD]} ${commandLine}`;
  } catch {
    return undefined;
  }
};

const fromPs = (pid: number): string | undefined => {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=,command=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/**
 * Start time and command line of a running process; undefined when there is none. A pid alone says little after a
 * crash, because the system gives it to somebody else: two equal identities are the same process.
 */
export const identityOf = (pid: number): string | undefined => (existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid));

/** A process as written down, to be recognised later. */
export interface KnownProcess {
  readonly pid: number;
  readonly identity: string;
}

/** Whether that very process still runs. */
export const isRunning = ({ pid, identity }: KnownProcess): boolean => identityOf(pid) === identity;
