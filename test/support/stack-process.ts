import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY } from '#stack/data-dir.ts';
import { httpReady } from '#stack/probe.ts';
import { endWithUs } from './end-with-us.ts';

const POLL_MS = 100;

/** A launcher as a user starts it, in a process of its own, with what it prints. */
export interface StackProcess {
  readonly child: ChildProcess;
  readonly dataDir: string;
  /** All it printed so far, standard output and error together. */
  output(): string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | null>;
}

export const temporaryDataDir = (): string => mkdtempSync(join(tmpdir(), 'routebook-stack-'));

/** What a test must not hand down: addresses of the developer's own servers, and npm's own variables. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(KAFKA_BROKERS|SCHEMA_REGISTRY_URL|REDIS_URL|RPC_URLS_|ACROSS_|COINGECKO_|ROUTEBOOK_|PORT$|HOST$|npm_|VITEST|NODE_ENV)/.test(
          name,
        ),
    ),
  );

/** `npm start -- …args` without npm. */
export const startStack = (options: { args: readonly string[]; dataDir: string; env?: Record<string, string> }): StackProcess => {
  const child = spawn(process.execPath, ['stack/start.ts', '--data-dir', options.dataDir, ...options.args], {
    cwd: REPOSITORY,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It ends what it started before it ends.
  child.once(
    'exit',
    endWithUs(() => child.kill('SIGTERM')),
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    dataDir: options.dataDir,
    output: () => text,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

/** Waits for a condition; fails, with what the launcher printed, when the launcher ends before. */
export const waitFor = async (stack: StackProcess, condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) {
    if (stack.child.exitCode !== null || stack.child.signalCode !== null) throw new Error(`The launcher ended:\n${stack.output()}`);
    await sleep(POLL_MS);
  }
};

/** Waits until `GET /health/ready` of the API answers 200. */
export const waitUntilReady = (stack: StackProcess, url: string): Promise<void> => waitFor(stack, () => httpReady(`${url}/health/ready`));

export const removeDataDir = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true });
