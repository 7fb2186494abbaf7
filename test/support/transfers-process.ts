import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The real transfers processor as a process of its own. Its log lines are kept for a test that fails. */
export const startTransfersProcessor = (env: Readonly<Record<string, string>>) => {
  const main = join(import.meta.dirname, '../../processors/transfers/main.ts');
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', main], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  child.stdout.on('data', (bytes) => lines.push(String(bytes)));
  child.stderr.on('data', (bytes) => lines.push(String(bytes)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    log: () => lines.join(''),
    end: async (signal: 'SIGTERM' | 'SIGKILL') => {
      child.kill(signal);
      await exited;
    },
  };
};
