import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUs } from './end-with-us.ts';

/** One of the real services (`processors/ranking/main.ts`) as a process of its own. Its log lines are kept for a test that fails. */
export const startService = (main: string, env: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', join(import.meta.dirname, '../..', main)], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  child.stdout.on('data', (bytes) => lines.push(String(bytes)));
  child.stderr.on('data', (bytes) => lines.push(String(bytes)));
  const forget = endWithUs(() => child.kill('SIGKILL'));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(forget);
  return {
    log: () => lines.join(''),
    /** What it holds in memory now, as Linux counts it. */
    memoryMiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    end: async (signal: 'SIGTERM' | 'SIGKILL') => {
      child.kill(signal);
      await exited;
    },
  };
};
