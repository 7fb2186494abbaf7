import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chain } from '#core/domain/chain.ts';
import { createJsonRpc, type JsonRpc } from './json-rpc.ts';

/** One running node. */
export interface AnvilProcess {
  readonly pid: number;
  readonly rpc: JsonRpc;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** What it last wrote to standard error. */
  lastWords(): string;
  /** Dumps the state and ends. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface AnvilOptions {
  readonly chain: Chain;
  readonly port: number;
  readonly stateFile: string;
  /** Where anvil spills old states; its default is a folder of the user's home that grows without end. */
  readonly spillDir: string;
}

/** Anvil answers within 70 to 160 ms of its start, measured; a loaded machine gets a hundred times that. */
const START_DEADLINE_MS = 15_000;
const START_POLL_MS = 15;
/** A dump takes 20 ms a chain, measured. */
const STOP_DEADLINE_MS = 5_000;
/** What a kill -9 of a chain may cost, in seconds of its history. */
const DUMP_INTERVAL_S = 30;
const WORDS_KEPT = 2_000;
/**
 * When a chain's first block was mined. Long ago and always the same, so that a world of one seed is the same to the last block's hash whenever it
 * is deployed, and nobody takes what was done in its deployment for something of today. A node that loads a state goes on with the time of now.
 */
export const BORN_MS = Date.UTC(2026, 0, 1);

/**
 * Flags and why: blocks are mined by our own clock (automine and short block times spin or leak); a gas limit of 10^9, as a lower one
 * drops queued transactions silently; only 64 old states, as all of them spill gigabytes; logs older than 2048 blocks are the product's
 * to keep; finality after 8 blocks (two epochs of 4).
 */
const flagsOf = ({ chain, port, stateFile, spillDir }: AnvilOptions): string[] => [
  ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chain.chainId), '--quiet'],
  ...['--no-mining', '--gas-limit', '1000000000', '--order', 'fifo', '--prune-history', '64'],
  ...['--transaction-block-keeper', '2048', '--slots-in-an-epoch', '4', '--balance', '10000', '--accounts', '20'],
  ...['--cache-path', spillDir, '--dump-state', stateFile, '--state-interval', String(DUMP_INTERVAL_S)],
  ...(existsSync(stateFile) ? ['--load-state', stateFile] : ['--timestamp', String(BORN_MS / 1_000)]),
];

/** The real binary: the package's `anvil` is a wrapper whose child can outlive it. */
const anvilBinary = (): string => {
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${platform}-${arch}/package.json`);
  return join(manifest, '..', 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
};

/** Starts a node, from its saved state where there is one. Throws when it does not answer, with its last words. */
export const startAnvil = async (options: AnvilOptions): Promise<AnvilProcess> => {
  const child = spawn(anvilBinary(), flagsOf(options), { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-WORDS_KEPT);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      words = String(error);
      resolve();
    });
  });
  const rpc = createJsonRpc(`http://127.0.0.1:${options.port}`);
  await untilAnswering({ rpc, child, chain: options.chain, words: () => words });
  return {
    pid: child.pid ?? 0,
    rpc,
    ended,
    lastWords: () => words.trim(),
    kill: (signal) => child.kill(signal),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
      await ended;
      clearTimeout(late);
    },
  };
};

const untilAnswering = async (options: { rpc: JsonRpc; child: ChildProcess; chain: Chain; words: () => string }): Promise<void> => {
  const { rpc, child, chain, words } = options;
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    try {
      if (Number(await rpc.call<string>('eth_chainId')) === chain.chainId) return;
      break;
    } catch {
      await sleep(START_POLL_MS);
    }
  }
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  throw new Error(`${chain.slug}: its node did not start on ${rpc.url}. ${words().trim()}`);
};
