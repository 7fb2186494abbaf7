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
}

const readPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  return port;
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
    .parse(argv as string[]);
  const given = command.opts<{ dataDir: string; port: number; rpcPorts: readonly number[]; seed?: string; cacheDir?: string }>();
  return {
    dataDir: resolve(given.dataDir),
    port: given.port,
    rpcPorts: given.rpcPorts,
    seed: given.seed,
    cacheDir: given.cacheDir === undefined ? undefined : resolve(given.cacheDir),
  };
};
