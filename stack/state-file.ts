import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isRunning, type KnownProcess } from './process-identity.ts';
import type { ProcessStatus } from './supervised-process.ts';

/** What a launcher tells the other commands, and the launcher after it. */
export interface StackState {
  readonly launcher: KnownProcess;
  readonly network: 'simnet' | 'mainnet';
  /** `KEY → value` of everything that can be reached by now. */
  readonly urls: Readonly<Record<string, string>>;
  readonly processes: readonly ProcessStatus[];
}

/** The state as last written; undefined when there is none or a crash left half of it. */
export const readState = (file: string): StackState | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StackState;
  } catch {
    return undefined;
  }
};

/** Written beside its place and moved there, so that a reader never sees half of it. */
export const writeState = (file: string, state: StackState): void => {
  writeFileSync(`${file}.next`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.next`, file);
};

/** The state of a launcher that runs now. */
export const readRunningState = (file: string): StackState | undefined => {
  const state = readState(file);
  return state !== undefined && isRunning(state.launcher) ? state : undefined;
};
