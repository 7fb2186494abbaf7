import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deathsInRow, restartDelayMs } from './backoff.ts';
import { lastWords } from './last-words.ts';
import { LaunchError } from './launch-error.ts';
import { sizeOf, tailOf } from './log-files.ts';
import { identityOf } from './process-identity.ts';
import type { ProcessSpec } from './process-spec.ts';

export type ProcessState = 'starting' | 'ready' | 'restarting' | 'stopping' | 'stopped' | 'failed';

export interface ProcessStatus {
  readonly name: string;
  readonly state: ProcessState;
  readonly address: string;
  readonly restarts: number;
  readonly pid?: number;
  /** Start time and command line, by which the process is recognised after the launcher's own death. */
  readonly identity?: string;
}

export type ProcessEvent =
  | { readonly kind: 'spawned' | 'ready' | 'stopped'; readonly name: string; readonly tookMs: number; readonly restarts: number }
  | { readonly kind: 'died'; readonly name: string; readonly how: string; readonly restartInMs: number };

const PROBE_INTERVAL_MS = 100;
/** A process that dies this often before it first worked will not come up by trying again. */
const FIRST_START_ATTEMPTS = 3;
/** What of a log is looked through for what went wrong: some hundred lines. */
const HINT_BYTES = 65_536;

/** One process: spawned in its own group, probed until it works, started again when it dies, stopped with all its offspring. */
export const createSupervisedProcess = (options: { spec: ProcessSpec; logFile: string; onEvent: (event: ProcessEvent) => void }) => {
  const { spec, onEvent } = options;
  let state: ProcessState = 'stopped';
  let child: ChildProcess | undefined;
  let identity: string | undefined;
  let restarts = 0;
  let deaths = 0;
  let workedOnce = false;
  const stopRequest = new AbortController();
  let firstStart = Promise.withResolvers<void>();
  /** What earlier launches wrote explains nothing of this one. */
  const logBegin = sizeOf(options.logFile);

  const run = () => {
    const startedAt = performance.now();
    state = 'starting';
    const log = openSync(options.logFile, 'a');
    const running = spawn(spec.file, spec.args, {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      env: { ...(spec.env ?? process.env) },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    child = running;
    identity = running.pid === undefined ? undefined : identityOf(running.pid);
    const ended = new Promise<string>((resolve) => {
      running.once('error', (error) => resolve(error.message));
      running.once('exit', (code, signal) => resolve(signal === null ? `with code ${code}` : `by ${signal}`));
    });
    onEvent({ kind: 'spawned', name: spec.name, tookMs: 0, restarts });
    void watchReadiness(running, startedAt);
    void ended.then((how) => onEnd(running, how, performance.now() - startedAt));
  };

  const watchReadiness = async (running: ChildProcess, startedAt: number) => {
    while (isCurrent(running)) {
      if (await spec.ready()) {
        if (!isCurrent(running)) return;
        state = 'ready';
        workedOnce = true;
        onEvent({ kind: 'ready', name: spec.name, tookMs: performance.now() - startedAt, restarts });
        firstStart.resolve();
        return;
      }
      if (!workedOnce && performance.now() - startedAt > spec.startDeadlineMs) {
        firstStart.reject(new LaunchError(`${spec.name} did not work within ${spec.startDeadlineMs / 1_000} s; ${logHint()}`));
        return;
      }
      await sleep(PROBE_INTERVAL_MS);
    }
  };

  const isCurrent = (running: ChildProcess) => child === running && running.exitCode === null && running.signalCode === null;

  const onEnd = async (running: ChildProcess, how: string, livedMs: number) => {
    killGroup(running);
    child = undefined;
    identity = undefined;
    if (stopRequest.signal.aborted) return;
    deaths = deathsInRow(deaths, livedMs);
    if (!workedOnce && deaths >= FIRST_START_ATTEMPTS) {
      state = 'failed';
      firstStart.reject(new LaunchError(`${spec.name} ended ${how} before it worked; ${logHint()}`));
      return;
    }
    const restartInMs = restartDelayMs(deaths);
    state = 'restarting';
    onEvent({ kind: 'died', name: spec.name, how, restartInMs });
    await sleep(restartInMs, undefined, { signal: stopRequest.signal }).catch(() => undefined);
    if (stopRequest.signal.aborted) return;
    restarts += 1;
    run();
  };

  const logHint = () => {
    const ours = Math.min(sizeOf(options.logFile) - logBegin, HINT_BYTES);
    return `${lastWords(tailOf(options.logFile, ours))} (${options.logFile}).`;
  };

  return {
    start: async () => {
      const startedAt = performance.now();
      firstStart = Promise.withResolvers<void>();
      run();
      await firstStart.promise;
      return { tookMs: performance.now() - startedAt };
    },
    stop: async () => {
      if (stopRequest.signal.aborted) return;
      stopRequest.abort();
      firstStart.promise.catch(() => undefined);
      firstStart.reject(new LaunchError(`${spec.name} was stopped before it worked.`));
      const running = child;
      const startedAt = performance.now();
      if (running !== undefined) {
        state = 'stopping';
        await endProcess(running, spec.stopDeadlineMs);
      }
      state = 'stopped';
      onEvent({ kind: 'stopped', name: spec.name, tookMs: performance.now() - startedAt, restarts });
    },
    status: (): ProcessStatus => ({
      name: spec.name,
      state,
      address: spec.address,
      restarts,
      ...(child?.pid === undefined ? {} : { pid: child.pid }),
      ...(identity === undefined ? {} : { identity }),
    }),
  };
};

const endProcess = async (running: ChildProcess, deadlineMs: number): Promise<void> => {
  const exited = new Promise<void>((resolve) => {
    if (running.exitCode !== null || running.signalCode !== null) resolve();
    else running.once('exit', () => resolve());
  });
  running.kill('SIGTERM');
  const patience = setTimeout(() => killGroup(running), deadlineMs);
  await exited;
  clearTimeout(patience);
  killGroup(running);
};

/** Ends whatever a process left behind in its group, for example the chains of a simnet that was killed. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left, as it should be.
  }
};
