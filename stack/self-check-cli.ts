import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { CHAINS } from '#core/domain/chain.ts';
import { ConfigError, readConfig, rpcUrls } from '#platform/config.ts';
import { bridgesIn } from '#platform/connect-bridges.ts';
import { DEFAULT_DATA_DIR, dataDirPaths } from './data-dir.ts';
import { selfCheck } from './self-check/self-check.ts';
import { selfCheckJson } from './self-check/self-check-json.ts';
import { selfCheckText } from './self-check/self-check-text.ts';
import { isAllWell } from './self-check/what-follows.ts';
import { readRunningState } from './state-file.ts';

/** `npm run self-check`: what of this configuration is live, and what is not, and why. */

const NOT_ALL_LIVE = 1;
const WRONG_USAGE = 2;

const program = new Command('npm run self-check --')
  .description(
    'Reads every contract that the bridges in use rely on, and says of each bridge whether it is live, needs a key, is off or is broken, and why.',
  )
  .addOption(
    new Option('--network <name>', 'which world; else that of the running stack, else ROUTEBOOK_NETWORK').choices(['simnet', 'mainnet']),
  )
  .option('--bridges <ids>', 'bridges in use, comma-separated; else ROUTEBOOK_BRIDGES')
  .option('--data-dir <dir>', 'data folder of the stack whose chains are read', DEFAULT_DATA_DIR)
  .option('--json', 'print the report as JSON', false)
  .addHelpText('after', '\nExit code 0: every bridge in use is live. 1: one is not. 2: wrong usage, or nothing to ask.')
  .exitOverride();

const check = async (): Promise<number> => {
  const options = program.parse().opts<{ network?: 'simnet' | 'mainnet'; bridges?: string; dataDir: string; json: boolean }>();
  const running = readRunningState(dataDirPaths(resolve(options.dataDir)).state);
  const network = options.network ?? running?.network;
  // What another world told its services would be asked in this one.
  const urls = running !== undefined && running.network === network ? running.urls : {};
  const config = readConfig({
    ...urls,
    ...process.env,
    ...(network === undefined ? {} : { ROUTEBOOK_NETWORK: network }),
    ...(options.bridges === undefined ? {} : { ROUTEBOOK_BRIDGES: options.bridges }),
  });
  bridgesIn(config);
  if (CHAINS.every(({ slug }) => rpcUrls(config, slug).length === 0)) {
    console.error('No chain can be asked: start the simnet with npm start, or say --network mainnet.');
    return WRONG_USAGE;
  }
  const report = await selfCheck(config);
  console.log(options.json ? JSON.stringify(selfCheckJson(report), null, 2) : selfCheckText(report));
  return isAllWell(report) ? 0 : NOT_ALL_LIVE;
};

try {
  process.exitCode = await check();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  else {
    const known = error instanceof ConfigError;
    console.error(known ? error.message : `This should not have happened: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = known ? WRONG_USAGE : NOT_ALL_LIVE;
  }
}
