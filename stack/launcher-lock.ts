import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from './launch-error.ts';
import { makeDataDir } from './make-data-dir.ts';
import { isRunning, type KnownProcess } from './process-identity.ts';
import { ownIdentity } from './state-file.ts';

/** Two launchers that both find a stale lock may both write theirs; after this long the last writer is known. */
const SETTLE_MS = 50;

const readHolder = (file: string): KnownProcess | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KnownProcess;
  } catch {
    return undefined;
  }
};

/** Makes this process the only launcher of a data folder. Answers what gives the folder up again. Throws LaunchError. */
export const takeLock = async (file: string): Promise<() => void> => {
  const refuse = (holder: KnownProcess) =>
    new LaunchError(
      `Routebook already runs on ${dirname(file)} (pid ${holder.pid}): stop it first, or give this one --data-dir and --port of its own.`,
    );
  const self = ownIdentity();
  const holder = readHolder(file);
  if (holder !== undefined && isRunning(holder)) throw refuse(holder);
  makeDataDir(dirname(file));
  writeFileSync(file, JSON.stringify(self));
  await sleep(SETTLE_MS);
  const winner = readHolder(file);
  if (winner === undefined || winner.pid !== self.pid) throw refuse(winner ?? self);
  return () => {
    if (readHolder(file)?.pid === self.pid) rmSync(file, { force: true });
  };
};
