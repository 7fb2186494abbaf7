import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_DATA_DIR, dataDirPaths, REPOSITORY } from './data-dir.ts';
import { readRunningState } from './state-file.ts';

// `node stack/on-stack.ts FILE …words [--data-dir DIR]` runs a command of the program against the stack that runs on a data folder.
// What the environment names stays as it is; with nothing running, the command meets the environment alone.

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
const urls = readRunningState(dataDirPaths(dataDir).state)?.urls ?? {};
const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', ...words], {
  cwd: REPOSITORY,
  env: { ...urls, ...process.env },
  stdio: 'inherit',
});
// Ctrl-C reaches the command as well, which may have something to clear away: it ends when that is done.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
