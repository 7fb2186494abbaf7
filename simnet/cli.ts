import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { faultProvidersText } from './control/fault-providers-text.ts';
import { FAULT_SENTENCES } from './control/fault-sentences.ts';
import { findRunning } from './run-file.ts';
import { DIALS } from './world/dial-list.ts';

/** Plays with a running simnet: faults, dials, and a look at its world. */

const readNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a number.');
  return value;
};

/** A sentence for people, without a stack. */
class CliError extends Error {
  override readonly name = 'CliError';
}

const program = new Command('simnet')
  .description('Plays with a running simnet.')
  .option('--data-dir <folder>', 'the data folder of npm start, or of a simnet that runs alone', '.routebook')
  .option('--port <port>', 'its HTTP port, instead of --data-dir', readNumber);

const baseUrl = async (): Promise<string> => {
  const { dataDir, port } = program.opts<{ dataDir: string; port?: number }>();
  if (port !== undefined) return `http://127.0.0.1:${port}`;
  const running = (await findRunning(join(resolve(dataDir), 'simnet'))) ?? (await findRunning(resolve(dataDir)));
  if (running === undefined)
    throw new CliError(`No simnet runs on ${resolve(dataDir)}; start one with npm start, or name it with --data-dir or --port.`);
  return `http://127.0.0.1:${running.port}`;
};

const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const url = `${await baseUrl()}/control/${path}`;
  const request = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(url, request).catch(() => {
    throw new CliError(`Nothing answers at ${url}.`);
  });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new CliError(answer.error ?? `HTTP ${response.status}`);
  return answer;
};

const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
const listed = (sentences: Readonly<Record<string, string>>): string =>
  Object.entries(sentences)
    .map(([name, says]) => `  ${name.padEnd(20)}${says}`)
    .join('\n');
const DIAL_SENTENCES = Object.fromEntries(Object.entries(DIALS).map(([name, { says }]) => [name, says]));

/** From the catalogue itself, which loads every bridge: for those alone who ask who can have a fault. */
const asksWho = process.argv.includes('fault') && process.argv.some((word) => ['--help', '-h', 'help'].includes(word));
const providers = asksWho ? faultProvidersText((await import('./control/fault-catalog.ts')).FAULTS) : '';

program
  .command('fault <name>')
  .description('switch a fault on')
  .option('--provider <provider>', 'who has it; without, the first of those that can')
  .option('--ms <ms>', 'slow: milliseconds', readNumber)
  .option('--status <status>', 'error: HTTP status', readNumber)
  .option('--retry-after-seconds <seconds>', 'rate-limit: Retry-After', readNumber)
  .option('--kind <kind>', 'malformed: truncated, html or wrong-types')
  .option('--corridor <corridor>', 'drained: this corridor alone')
  .option('--coin <coin>', 'price-shock: which coin')
  .option('--percent <percent>', 'price-shock: by how much', readNumber)
  .addHelpText('after', `\nFaults:\n${listed(FAULT_SENTENCES)}\n\nProviders:\n${providers}`)
  .action(async (name: string, settings: Record<string, unknown>) => print(await call('POST', 'faults', { name, ...settings })));

program
  .command('faults')
  .description('list the faults that are on')
  .action(async () => print(((await call('GET', 'faults')) as { faults: unknown }).faults));

program
  .command('clear [name]')
  .description('switch faults off: one, those of a provider, or all')
  .option('--provider <provider>', 'of this provider alone')
  .action(async (name: string | undefined, { provider }: { provider?: string }) => {
    const query = new URLSearchParams({ ...(name === undefined ? {} : { name }), ...(provider === undefined ? {} : { provider }) });
    print(await call('DELETE', `faults?${query}`));
  });

interface Target {
  readonly corridor?: string;
  readonly coin?: string;
  readonly chain?: string;
  readonly bridge?: string;
}
const targetOf = ({ corridor, coin, chain, bridge }: Target): string | undefined => corridor ?? coin ?? chain ?? bridge;

program
  .command('set <dial>')
  .description('change an upstream on purpose')
  .option('--corridor <corridor>', 'for example "ethereum:USDC>arbitrum:USDC"')
  .option('--coin <coin>', 'price.usd: a symbol or price id')
  .option('--chain <chain>', 'gas.gwei: a chain')
  .option('--bridge <bridge>', 'tvl.usd: a bridge')
  .requiredOption('--value <value>', 'the value', readNumber)
  .addHelpText('after', `\nDials:\n${listed(DIAL_SENTENCES)}`)
  .action(async (name: string, settings: Target & { value: number }) =>
    print(await call('PUT', 'dials', { name, target: targetOf(settings) ?? '', value: settings.value })),
  );

program
  .command('unset [dial]')
  .description('let the world go its own way again: one dial, or all')
  .option('--corridor <corridor>')
  .option('--coin <coin>')
  .option('--chain <chain>')
  .option('--bridge <bridge>')
  .action(async (name: string | undefined, settings: Target) => {
    const target = targetOf(settings);
    const query = new URLSearchParams({ ...(name === undefined ? {} : { name }), ...(target === undefined ? {} : { target }) });
    print(await call('DELETE', `dials?${query}`));
  });

program
  .command('incident <bridge> [title]')
  .description('declare an incident on a bridge’s status page, or in the news')
  .option('--impact <impact>', 'none, minor, major or critical', 'major')
  .option('--feed <feed>', 'status-page or news', 'status-page')
  .action(async (bridge: string, title: string | undefined, settings: { impact: string; feed: string }) =>
    print(await call('POST', 'incidents', { bridge, ...(title === undefined ? {} : { title }), ...settings })),
  );

program
  .command('resolve [bridge]')
  .description('say that incidents are over: those of a bridge, or all')
  .action(async (bridge: string | undefined) =>
    print(await call('DELETE', `incidents?${new URLSearchParams(bridge === undefined ? {} : { bridge })}`)),
  );

program
  .command('incidents')
  .description('list the incidents')
  .action(async () => print(((await call('GET', 'incidents')) as { incidents: unknown }).incidents));

program
  .command('world')
  .description('prices, base fees, chains, faults and dials')
  .action(async () => print(await call('GET', 'world')));

program
  .command('reorg <chain> <depth>')
  .description('replace the last blocks of a chain')
  .option('--fate <fate>', 'what becomes of their transactions: drop, keep, move, or rollback to a lower head', 'drop')
  .option('--transactions <hashes>', 'move: these alone, comma-separated')
  .option('--to-block <offset>', 'move: into this of the new blocks, 0 for the first', readNumber)
  .action(async (chain: string, depth: string, given: { fate: string; transactions?: string; toBlock?: number }) => {
    const { fate, transactions, toBlock } = given;
    const moved = transactions === undefined ? {} : { transactions: transactions.split(',') };
    print(await call('POST', 'reorg', { chain, depth: readNumber(depth), fate, ...moved, ...(toBlock === undefined ? {} : { toBlock }) }));
  });

program
  .command('relayer <name>')
  .description('across, layerzero, bus-driver, refunds or another bridge’s: make it slow, kill it or revive it')
  .option('--delay-ms <ms>', 'how long it waits before it acts', readNumber)
  .option('--dead', 'it does nothing any more')
  .option('--alive', 'it works again, and does what still waits')
  .action(async (relayer: string, { delayMs, dead, alive }: { delayMs?: number; dead?: boolean; alive?: boolean }) => {
    const life = dead === true ? { dead: true } : alive === true ? { dead: false } : {};
    print(await call('PUT', 'relayers', { relayer, ...(delayMs === undefined ? {} : { delayMs }), ...life }));
  });

program
  .command('traffic [action]')
  .description('start, stop or show (default) transfers that the simnet sends by itself; its ledger is the truth about them')
  .option('--per-second <rate>', 'transfers a second', readNumber)
  .option('--across-share <share>', 'by Across, 0 to 1; the others go by Stargate', readNumber)
  .option('--bus-share <share>', 'of Stargate’s, those that ride a bus, 0 to 1; the others take a taxi', readNumber)
  .option('--expiring-share <share>', 'of Across’s, those that nobody may fill', readNumber)
  .option('--seed <text>', 'same seed, same transfers')
  .option('--count <count>', 'stop after so many', readNumber)
  .action(async (action: string | undefined, settings: Record<string, unknown>) => {
    const method = action === 'start' ? 'POST' : action === 'stop' ? 'DELETE' : 'GET';
    print(await call(method, 'traffic', method === 'POST' ? settings : undefined));
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof CliError ? error.message : String(error));
  process.exit(1);
}
