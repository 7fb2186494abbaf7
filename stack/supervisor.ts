import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { rotateLog } from './log-files.ts';
import type { ProcessSpec } from './process-spec.ts';
import { createSupervisedProcess, type ProcessEvent, type ProcessStatus } from './supervised-process.ts';

export interface Supervisor {
  /** Starts a process and waits until it works. Throws LaunchError when it does not. */
  start(spec: ProcessSpec): Promise<{ tookMs: number }>;
  /** In order of start. */
  list(): readonly ProcessStatus[];
  /** Stops everything, last started first. Safe to call twice. */
  stopAll(): Promise<void>;
}

/** Keeps processes running; `onEvent` hears of every death, restart and stop. */
export const createSupervisor = (options: { logsDir: string; onEvent: (event: ProcessEvent) => void }): Supervisor => {
  const processes: ReturnType<typeof createSupervisedProcess>[] = [];
  let stopping: Promise<void> | undefined;

  const stopEach = async () => {
    for (const process of [...processes].reverse()) await process.stop();
  };

  return {
    start: async (spec) => {
      if (stopping !== undefined) throw new LaunchError(`${spec.name} was not started, because everything is being stopped.`);
      await mkdir(options.logsDir, { recursive: true });
      const logFile = join(options.logsDir, `${spec.name}.log`);
      rotateLog(logFile);
      const process = createSupervisedProcess({ spec, logFile, onEvent: options.onEvent });
      processes.push(process);
      return process.start();
    },
    list: () => processes.map((process) => process.status()),
    stopAll: () => {
      stopping ??= stopEach();
      return stopping;
    },
  };
};
