import { resolve } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_DATA_DIR, dataDirPaths } from './data-dir.ts';
import { notRunning } from './not-running.ts';
import { readRunningState, type StackState } from './state-file.ts';

/** Reads `--data-dir` and the state of the stack that runs on it. Throws LaunchError when none does. */
export const runningStack = (command: string, description: string): StackState => {
  const { dataDir } = new Command(`npm run ${command} --`)
    .description(description)
    .option('--data-dir <dir>', 'data folder of the running stack', DEFAULT_DATA_DIR)
    .parse()
    .opts<{ dataDir: string }>();
  const state = readRunningState(dataDirPaths(resolve(dataDir)).state);
  if (state === undefined) throw notRunning(resolve(dataDir));
  return state;
};
