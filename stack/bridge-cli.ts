import { Command, CommanderError } from 'commander';
import { ConfigError } from '#platform/config.ts';
import { decodeCommand } from './bridge/decode-command.ts';
import { quoteCommand } from './bridge/quote-command.ts';
import { type ReadOptions, readCommand } from './bridge/read-command.ts';
import { UsageError } from './bridge/usage-error.ts';
import { DEFAULT_DATA_DIR } from './data-dir.ts';

/** `npm run bridge`: for whoever writes or mends an adapter. JSON on stdout, sentences on stderr; exit code 2 for wrong usage. */

const WRONG_USAGE = 2;
const ASK = 'what was asked: {"from":"ethereum:USDC","to":"base:USDC","amountIn":"1000000000"}';

const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

const program = new Command('bridge').description('Shows what an adapter makes of what its vendor says.').exitOverride();

program
  .command('read <name> <file>')
  .description('read a recorded answer; the file is named like the fixtures, endpoint first: suggested-fees.error-amount-too-low.json')
  .option('--ask <json>', `${ASK}, or {"originChainId":1,"id":"…"} for a transfer; else taken from the answer`)
  .option('--endpoint <name>', 'the endpoint, where the file is named otherwise')
  .option('--status <code>', 'the answer’s HTTP status; else what the body says, or the name, or 400 for an error')
  .option('--header <name=value>', 'a header of the answer, for example retry-after=7', collect, [])
  .option('--at <time>', 'when the answer was given; else what the answer says, or now')
  .addHelpText('after', '\nPrints one of {"quote"}, {"failure"}, {"transfer"}, {"assets"}, {"limits"}, {"facts"}. FILE may be - for stdin.')
  .action(async (name: string, file: string, options: ReadOptions) => print(await readCommand(name, file, options, Date.now())));

program
  .command('quote <name>')
  .description('ask the vendor, or the simnet’s, as the configuration says, and show request, answer and reading')
  .option('--ask <json>', ASK)
  .option('--data-dir <folder>', 'the data folder of the stack whose simnet is asked', DEFAULT_DATA_DIR)
  .action(async (name: string, options: { ask?: string; dataDir: string }) =>
    print(await quoteCommand(name, { ...options, say: (sentence) => console.error(sentence) })),
  );

program
  .command('decode <name>')
  .description('read a log of one of its contracts')
  .requiredOption('--chain <chain>', 'slug or id: base, 8453')
  .requiredOption('--log <json>', '{"address":"0x…","topics":["0x…"],"data":"0x…"}, or a file that holds it')
  .action((name: string, options: { chain: string; log: string }) => print(decodeCommand(name, options)));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  } else {
    const known = error instanceof UsageError || error instanceof ConfigError;
    console.error(known ? error.message : `This should not have happened: ${error instanceof Error ? error.message : error}`);
    process.exitCode = known ? WRONG_USAGE : 1;
  }
}
