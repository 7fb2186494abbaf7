import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Fetches what the later steps need while the first ones run: on a machine that has nothing yet these are downloads of a minute. What it cannot get
 * the steps ask for again, and say so.
 */
export const startPreparing = async (): Promise<void> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support', 'prepare.ts')], { stdio: 'ignore' });
  await once(child, 'close');
};
