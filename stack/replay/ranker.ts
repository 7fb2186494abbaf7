import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockSetting } from '#platform/clock.ts';
import { freePort } from '#platform/http/free-port.ts';
import { REPOSITORY } from '../data-dir.ts';
import { LaunchError } from '../launch-error.ts';
import { NODE_FLAGS } from '../services.ts';

/** Until it has read what it is given first; a machine under load takes its time. */
const READY_DEADLINE_MS = 90_000;
const LOOK_MS = 100;
/** What of its words is shown when it fails. */
const WORDS_MAX = 2_000;

export interface ReplayRanker {
  setClock(setting: ClockSetting): void;
  /** Messages of the topic `quotes` that it has dealt with. Throws when it is gone. */
  taken(): Promise<number>;
  stop(): Promise<void>;
}

/** The ranker as it always runs, a process of its own, with the topics and views of a prefix and a clock that we set. Resolves when it is ready. */
export const startReplayRanker = async (options: {
  env: Readonly<Record<string, string>>;
  quotesTopic: string;
  clock: ClockSetting;
  signal: AbortSignal;
}): Promise<ReplayRanker> => {
  const { env, quotesTopic, clock, signal } = options;
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
  const ofQuotes = new RegExp(
    `^routebook_kafka_messages_total\\{(?=[^}]*topic="${quotesTopic}")(?![^}]*outcome="retry")[^}]*\\} (\\S+)$`,
    'gm',
  );
  return {
    setClock: (setting) => {
      if (child.connected) child.send(setting);
    },
    taken: async () => {
      if (child.exitCode !== null) throw gone();
      const text = await (await fetch(`${admin}/metrics`)).text();
      return [...text.matchAll(ofQuotes)].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    stop,
  };
};
