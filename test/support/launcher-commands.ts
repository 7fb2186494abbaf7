import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REPOSITORY } from '#stack/data-dir.ts';
import { claimPorts, STACK_PORTS } from './test-ports.ts';

/** One of the small commands beside the launcher; the lines that it prints. */
export const runCommand = async (script: 'status' | 'env', dataDir: string): Promise<readonly string[]> => {
  const command = [`stack/${script}-cli.ts`, '--data-dir', dataDir];
  return (await promisify(execFile)(process.execPath, command, { cwd: REPOSITORY })).stdout.trim().split('\n');
};

/** What `npm run env` says of the stack on a data folder, by variable. */
export const urlsOf = async (dataDir: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await runCommand('env', dataDir)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** pid of a process as `npm run status` prints it. */
export const pidOf = async (name: string, dataDir: string): Promise<number> => {
  const line = (await runCommand('status', dataDir)).find((text) => text.startsWith(`${name} `));
  return Number(line?.split(/\s+/)[1]);
};

/** The first of as many as a whole stack takes. */
export const stackPort = (): Promise<number> => claimPorts(STACK_PORTS);
