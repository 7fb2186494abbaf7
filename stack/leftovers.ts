import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type KnownProcess } from './process-identity.ts';
import type { StackState } from './state-file.ts';

const PATIENCE_MS = 15_000;
const POLL_MS = 50;

const end = async (known: KnownProcess): Promise<void> => {
  const signal = (pid: number, name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // It ended in between.
    }
  };
  signal(known.pid, 'SIGTERM');
  const deadline = performance.now() + PATIENCE_MS;
  while (isRunning(known) && performance.now() < deadline) await sleep(POLL_MS);
  if (isRunning(known)) signal(-known.pid, 'SIGKILL');
};

/**
 * Ends what a launcher that was killed left running, last started first. Only a process whose start time and command
 * line are still those that were written down is touched. Answers their names.
 */
export const endLeftovers = async (state: StackState | undefined): Promise<string[]> => {
  const ended: string[] = [];
  for (const { name, pid, identity } of [...(state?.processes ?? [])].reverse()) {
    if (pid === undefined || identity === undefined || !isRunning({ pid, identity })) continue;
    await end({ pid, identity });
    ended.push(name);
  }
  return ended;
};
