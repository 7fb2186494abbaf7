import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readTraffic } from '#simnet/options.ts';
import { DEFAULT_DATA_DIR } from './data-dir.ts';
import { ENGINES } from './engines/list.ts';
import { SERVICES } from './services.ts';

export interface LaunchOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly network: 'simnet' | 'mainnet';
  readonly fresh: boolean;
  readonly logLevel?: string;
  readonly bridges?: string;
  /** Transfers a second that the simnet sends by itself. */
  readonly traffic: number;
  /** Names of the simnet and the services to start; all of them by default. */
  readonly components: readonly string[];
  /** Ports that a flag named, by engine, and the simnet's. */
  readonly ports: Readonly<Record<string, number>>;
}

const LAST_PORT = 65_535;
const COMPONENTS = ['simnet', ...SERVICES.map(({ name }) => name)];

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > LAST_PORT)
    throw new InvalidArgumentError(`A port is a whole number from 1 to ${LAST_PORT}.`);
  return port;
};

const componentNames = (text: string): string[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !COMPONENTS.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no "${unknown}"; there are ${COMPONENTS.join(', ')}.`);
  return names;
};

/** Reads the command line; prints help or what is wrong with it, and ends the process, as commander does. */
export const readOptions = (argv: readonly string[]): LaunchOptions => {
  const command = new Command('npm start --')
    .description('Starts Routebook on this machine: engines, simnet and services. Ctrl-C stops all of it; the data stays.')
    .option('--port <n>', 'port of the API, the feed and the board; all else takes free ports above it', portNumber, 7400)
    .option('--data-dir <dir>', 'where data, logs and state go', DEFAULT_DATA_DIR)
    .addOption(new Option('--network <name>', 'the local world, or the six mainnets').choices(['simnet', 'mainnet']).default('simnet'))
    .option('--fresh', 'begin with no data: deletes what the data folder holds', false)
    .addOption(
      new Option('--log-level <level>', 'the least severe log line that is written').choices(['trace', 'debug', 'info', 'warn', 'error']),
    )
    .option('--bridges <ids>', 'bridges in use, comma-separated')
    .option('--traffic <rate>', 'transfers a second that the simnet sends by itself, so that there is something to follow', readTraffic, 0)
    .addOption(new Option('--only <names>', `start these alone, beside the engines (${COMPONENTS.join(', ')})`).argParser(componentNames))
    .addOption(new Option('--without <names>', 'start all but these').argParser(componentNames).conflicts('only'));
  for (const name of [...ENGINES.map((engine) => engine.name), 'simnet']) {
    command.option(`--${name}-port <n>`, `port of ${name}, instead of a free one`, portNumber);
  }
  command.addHelpText(
    'after',
    '\nA server named in the environment (KAFKA_BROKERS, SCHEMA_REGISTRY_URL, REDIS_URL, CLICKHOUSE_URL, RPC_URLS_ETHEREUM, …) is used\n' +
      'instead of starting one; `npm run config` explains every variable. While it runs: `npm run status`, `npm run env`,\n' +
      '`npm run logs -- <name> -f`.',
  );
  const given = command.parse(argv, { from: 'user' }).opts();
  const only = given.only as string[] | undefined;
  const without = given.without as string[] | undefined;
  const ports = Object.entries(given).filter(([key]) => key.endsWith('Port'));
  return {
    port: given.port,
    dataDir: resolve(given.dataDir),
    network: given.network,
    fresh: given.fresh,
    traffic: given.traffic,
    ...(given.logLevel === undefined ? {} : { logLevel: given.logLevel }),
    ...(given.bridges === undefined ? {} : { bridges: given.bridges }),
    components: COMPONENTS.filter((name) => (only?.includes(name) ?? true) && !without?.includes(name)),
    ports: Object.fromEntries(ports.map(([key, port]) => [key.slice(0, -'Port'.length), port])),
  };
};
