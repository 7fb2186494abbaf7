import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REPOSITORY } from '#stack/data-dir.ts';

const run = promisify(execFile);

/** `npm run simnet -- …`, as an operator would type it, on the stack with this data folder. */
export const simnetCommand = async (dataDir: string, ...words: readonly string[]): Promise<void> => {
  await run(process.execPath, ['simnet/cli.ts', ...words, '--data-dir', dataDir], { cwd: REPOSITORY });
};
