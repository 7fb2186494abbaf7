import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { CHAINS } from '#core/domain/chain.ts';

export interface SimnetOptions {
  readonly dataDir: string;
  readonly port: number;
  /** In the order of CHAINS. */
  readonly rpcPorts: readonly number[];
  readonly seed: string | undefined;
  readonly cacheDir: string | undefined;
  /** Transfers a second that it sends by itself from the start on; 0 for none. */
  readonly traffic: number;
}

const readPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  return port;
};

/** What six local chains on two cores carry with ease; measured at some hundred a second. */
export const TRAFFIC_PER_SECOND_MAX = 50;

/** A rate of transfers as a command line gives it. */
export const readTraffic = (text: string): number => {
  const rate = Number(text);
  if (text.trim() === '' || !(rate >= 0 && rate <= TRAFFIC_PER_SECOND_MAX))
    throw new InvalidArgumentError(`Transfers a second are a number from 0 to ${TRAFFIC_PER_SECOND_MAX}.`);
  return rate;
};

const readPorts = (text: string): readonly number[] => {
  const ports = text.split(',').map((word) => readPort(word.trim()));
  if (ports.length !== CHAINS.length || new Set(ports).size !== ports.length) {
    throw new InvalidArgumentError(`Give ${CHAINS.length} different ports: ${CHAINS.map(({ slug }) => slug).join(', ')}.`);
  }
  return ports;
};

/** Reads the command line. `--help` and mistakes end the process with a sentence, as commander does. */
export const readOptions = (argv: readonly string[]): SimnetOptions => {
  const command = new Command('simnet')
    .description('Six local chains with the bridges’ real contracts, and simulators of the APIs around them.')
    .requiredOption('--data-dir <folder>', 'where chains and their state are kept')
    .requiredOption('--port <port>', 'HTTP port of the upstream simulators and the control API', readPort)
    .requiredOption('--rpc-ports <ports>', `JSON-RPC ports, comma-separated: ${CHAINS.map(({ slug }) => slug).join(', ')}`, readPorts)
    .option('--seed <text>', 'the world that is played; a saved world with another seed is replaced')
    .option('--cache-dir <folder>', 'where fetched contracts are kept (default: routebook/contracts in the user’s cache folder)')
    .option('--traffic <rate>', 'transfers a second that it sends by itself', readTraffic, 0)
    .parse(argv as string[]);
  const given = command.opts<{
    dataDir: string;
    port: number;
    rpcPorts: readonly number[];
    seed?: string;
    cacheDir?: string;
    traffic: number;
  }>();
  return {
    dataDir: resolve(given.dataDir),
    port: given.port,
    rpcPorts: given.rpcPorts,
    seed: given.seed,
    traffic: given.traffic,
    cacheDir: given.cacheDir === undefined ? undefined : resolve(given.cacheDir),
  };
};
