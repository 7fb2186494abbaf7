import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockSetting } from '#platform/clock.ts';
import { freePort } from '#platform/free-port.ts';
import { REPOSITORY } from '../data-dir.ts';
import { LaunchError } from '../launch-error.ts';
import { NODE_FLAGS } from '../services.ts';
import { safeOffsets } from './safe-offsets.ts';

/** Until it has read what it is given first; a machine under load takes its time. */
const READY_DEADLINE_MS = 90_000;
const LOOK_MS = 100;
/** Between two looks at how far it is: at a hundred times the speed a second of history. */
const WRITTEN_LOOK_MS = 10;
/** What of its words is shown when it fails. */
const WORDS_MAX = 2_000;

export interface ReplayRanker {
  setClock(setting: ClockSetting): void;
  /** Resolves when the books have all that its topics hold when it is called. Rejects when the ranker is gone. */
  written(): Promise<void>;
  stop(): Promise<void>;
}

/** The ranker as it always runs, a process of its own, with the topics and views of a prefix and a clock that we set. Resolves when it is ready. */
export const startReplayRanker = async (options: {
  env: Readonly<Record<string, string>>;
  /** Where the partitions that it reads end now, by their names. */
  ends: () => Promise<ReadonlyMap<string, number>>;
  clock: ClockSetting;
  signal: AbortSignal;
}): Promise<ReplayRanker> => {
  const { env, ends, clock, signal } = options;
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [...NODE_FLAGS, 'processors/ranking/main.ts'], {
    cwd: REPOSITORY,
    env: { ...process.env, ...env, LOG_LEVEL: 'warn', ADMIN_PORT: String(port), ROUTEBOOK_CLOCK: 'parent' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C is ours to answer: the ranker is ended in its turn.
    detached: true,
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => {
      words = (words + String(bytes)).slice(-WORDS_MAX);
    });
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const admin = `http://127.0.0.1:${port}`;
  const gone = () => new LaunchError(`the ranker of the replay ended by itself:\n${words}`);
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  child.send(clock);
  const deadlineMs = Date.now() + READY_DEADLINE_MS;
  try {
    while (!(await fetch(`${admin}/health/ready`).catch(() => undefined))?.ok) {
      signal.throwIfAborted();
      if (child.exitCode !== null) throw gone();
      if (Date.now() > deadlineMs)
        throw new LaunchError(`the ranker of the replay was not ready within ${READY_DEADLINE_MS / 1_000} s:\n${words}`);
      await sleep(LOOK_MS);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  let reading: Promise<ReadonlyMap<string, number>> | undefined;
  /** One reading at a time, whoever waits for it. */
  const readSafe = () => {
    reading ??= fetch(`${admin}/metrics`)
      .then((response) => response.text())
      .then(safeOffsets)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return {
    setClock: (setting) => {
      if (child.connected) child.send(setting);
    },
    written: async () => {
      const wanted = [...(await ends())];
      for (;;) {
        signal.throwIfAborted();
        if (child.exitCode !== null) throw gone();
        const safe = await readSafe();
        if (wanted.every(([partition, end]) => (safe.get(partition) ?? 0) >= end)) return;
        await sleep(WRITTEN_LOOK_MS);
      }
    },
    stop,
  };
};
