import { existsSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { DEFAULT_DATA_DIR, dataDirPaths } from './data-dir.ts';
import { LaunchError } from './launch-error.ts';
import { tailOf } from './log-files.ts';
import { runCli } from './run-cli.ts';

/** How much of a log is shown at first: about 200 lines. */
const SHOWN_BYTES = 40_000;
const FOLLOW_POLL_MS = 250;

/** `npm run logs -- <name> [-f]`: the end of a process's log, and what comes after it. */
await runCli(async () => {
  const command = new Command('npm run logs --')
    .description("Prints the end of a process's log.")
    .argument('[name]', 'which process; without it, the names are listed')
    .option('-f, --follow', 'go on printing what is added', false)
    .option('--data-dir <dir>', 'data folder of the stack', DEFAULT_DATA_DIR)
    .parse();
  const { follow, dataDir } = command.opts<{ follow: boolean; dataDir: string }>();
  const folder = dataDirPaths(resolve(dataDir)).logs;
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.log'))
        .map((file) => file.replace(/\.log$/, ''))
    : [];
  const [name] = command.args;
  if (name === undefined || !names.includes(name)) {
    const known = names.length === 0 ? `there are none under ${folder}` : `there are ${names.join(', ')}`;
    throw new LaunchError(`Name the process whose log you want, for example npm run logs -- ranking -f: ${known}.`);
  }
  const file = join(folder, `${name}.log`);
  const shownTo = statSync(file).size;
  process.stdout.write(tailOf(file, SHOWN_BYTES));
  if (follow) await followFile(file, shownTo);
});

async function followFile(file: string, from: number): Promise<never> {
  let position = from;
  for (;;) {
    const handle = await open(file, 'r');
    const { size } = await handle.stat();
    // A shorter file is a new one: the stack was started with --fresh.
    if (size < position) position = 0;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size - position, SHOWN_BYTES)), 0, undefined, position);
    await handle.close();
    process.stdout.write(buffer.subarray(0, bytesRead));
    position += bytesRead;
    if (bytesRead === 0) await sleep(FOLLOW_POLL_MS);
  }
}
