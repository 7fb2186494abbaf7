import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_DATA_DIR, dataDirPaths, REPOSITORY } from './data-dir.ts';
import { notRunning } from './not-running.ts';
import { tcpReady } from './probe.ts';
import { runCli } from './run-cli.ts';
import { readRunningState } from './state-file.ts';

// `node stack/on-stack.ts FILE …words [--data-dir DIR]` runs a command of the program against the stack that runs on a data folder.
// What the environment names stays as it is; with nothing running, the command meets the environment alone, if there is something in it.

/** Where Kafka is looked for when nothing names it; Docker's compose file has it there. */
const USUAL_KAFKA_PORT = 9092;

/** Whether there is a Kafka to meet without a stack of ours. */
const isKafkaElsewhere = async (): Promise<boolean> =>
  Boolean(process.env.KAFKA_BROKERS || process.env.KAFKA_BROKERS_FILE) || (await tcpReady(USUAL_KAFKA_PORT));

const { values, tokens } = parseArgs({
  args: process.argv.slice(2),
  options: { 'data-dir': { type: 'string' } },
  strict: false,
  tokens: true,
});
const dataDirToken = tokens.find((token) => token.kind === 'option' && token.name === 'data-dir');
const words = process.argv.slice(2);
if (dataDirToken?.kind === 'option') words.splice(dataDirToken.index, dataDirToken.inlineValue ? 1 : 2);

const dataDir = typeof values['data-dir'] === 'string' ? resolve(values['data-dir']) : DEFAULT_DATA_DIR;
const state = readRunningState(dataDirPaths(dataDir).state);
const asksForHelp = words.some((word) => ['--help', '-h', 'help'].includes(word));

await runCli(async () => {
  if (state === undefined && !asksForHelp && !(await isKafkaElsewhere())) throw notRunning(dataDir);
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', ...words], {
    cwd: REPOSITORY,
    env: { ...state?.urls, ...process.env },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the command as well, which may have something to clear away: it ends when that is done.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
});
