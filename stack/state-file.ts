import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { identityOf, isRunning, type KnownProcess } from './process-identity.ts';
import { sentenceFor } from './sentence-for.ts';
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
const writeState = (file: string, state: StackState): void => {
  // It names passwords of the engines, so its owner alone may read it.
  writeFileSync(`${file}.next`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
};

/** The state of a launcher that runs now. */
export const readRunningState = (file: string): StackState | undefined => {
  const state = readState(file);
  return state !== undefined && isRunning(state.launcher) ? state : undefined;
};

/** This process, as others will recognise it. */
export const ownIdentity = (): KnownProcess => ({ pid: process.pid, identity: identityOf(process.pid) ?? '' });

/**
 * Writes the running launcher's state on every change. A disk that is full must not end what runs: the failure is
 * told, once until a write succeeds again.
 */
export const createStateKeeper = (options: {
  file: string;
  network: StackState['network'];
  processes: () => readonly ProcessStatus[];
  onFailure: (sentence: string) => void;
}) => {
  const launcher = ownIdentity();
  let urls: StackState['urls'] = {};
  let told = false;

  const save = () => {
    try {
      writeState(options.file, { launcher, network: options.network, urls, processes: options.processes() });
      told = false;
    } catch (error) {
      if (!told) options.onFailure(sentenceFor(error) ?? `The state could not be written: ${String(error)}`);
      told = true;
    }
  };
  return {
    save,
    setUrls: (known: StackState['urls']) => {
      urls = known;
      save();
    },
  };
};
