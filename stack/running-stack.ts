import { resolve } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_DATA_DIR, dataDirPaths } from './data-dir.ts';
import { LaunchError } from './launch-error.ts';
import { readRunningState, type StackState } from './state-file.ts';

/** Reads `--data-dir` and the state of the stack that runs on it. Throws LaunchError when none does. */
export const runningStack = (command: string, description: string): StackState => {
  const { dataDir } = new Command(`npm run ${command} --`)
    .description(description)
    .option('--data-dir <dir>', 'data folder of the running stack', DEFAULT_DATA_DIR)
    .parse()
    .opts<{ dataDir: string }>();
  const state = readRunningState(dataDirPaths(resolve(dataDir)).state);
  if (state === undefined) {
    throw new LaunchError(
      `Routebook does not run on ${resolve(dataDir)}: start it with npm start, or name another folder with --data-dir.`,
    );
  }
  return state;
};
