import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Hex } from 'viem';
import type { Logger } from '#platform/telemetry/logger.ts';

/** Creation code of every stand-in, by the contract's name. */
export type StandIns = (name: string) => Hex;

const BRIDGES = join(import.meta.dirname, '..', 'bridges');

/** No newer instruction than every chain of the mainnets has. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'paris',
  outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
};

interface Compiler {
  version(): string;
  compile(input: string): string;
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { readonly evm: { readonly bytecode: { readonly object: string } } }>>>
  >;
}

/** The Solidity of all stand-ins, by its path below `simnet/bridges`; imports name each other by these. */
const readSources = async (): Promise<Readonly<Record<string, { content: string }>>> => {
  const names = (await readdir(BRIDGES, { recursive: true })).filter((name) => name.endsWith('.sol')).sort();
  const texts = await Promise.all(names.map(async (name) => [name, { content: await readFile(join(BRIDGES, name), 'utf8') }] as const));
  return Object.fromEntries(texts);
};

const compile = (compiler: Compiler, sources: Awaited<ReturnType<typeof readSources>>): Readonly<Record<string, Hex>> => {
  const { errors = [], contracts = {} } = JSON.parse(
    compiler.compile(JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS })),
  ) as Output;
  const fatal = errors.find(({ severity }) => severity === 'error');
  if (fatal !== undefined) throw new Error(fatal.formattedMessage);
  const code: Record<string, Hex> = {};
  for (const [name, { evm }] of Object.values(contracts).flatMap((ofFile) => Object.entries(ofFile))) {
    const { object } = evm.bytecode;
    // An interface has none.
    if (object === '') continue;
    if (code[name] !== undefined) throw new Error(`two contracts are called ${name}; their code is told apart by name`);
    code[name] = `0x${object}`;
  }
  return code;
};

const readCache = async (file: string): Promise<Readonly<Record<string, Hex>> | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, Hex>;
  } catch {
    return undefined;
  }
};

/**
 * The contracts of bridges whose own bytecode is in no package: written here in Solidity, with the functions, events and errors of the real
 * ones, and compiled once (some 2 s), then kept in the user's cache. Their source and the compiler's version name the file.
 */
export const loadStandIns = async (cacheDir: string, logger: Logger): Promise<StandIns> => {
  const sources = await readSources();
  const { version } = createRequire(import.meta.url)('solc/package.json') as { version: string };
  const fingerprint = createHash('sha256').update(JSON.stringify({ version, SETTINGS, sources })).digest('hex').slice(0, 16);
  const file = join(cacheDir, `stand-ins-${fingerprint}.json`);
  let code = await readCache(file);
  if (code === undefined) {
    const startedAtMs = performance.now();
    // The compiler is 9 MB of code: loaded when there is something to compile, and not before.
    const { default: compiler } = (await import('solc')) as { default: Compiler };
    code = compile(compiler, sources);
    await mkdir(cacheDir, { recursive: true });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(code));
    await rename(draft, file);
    logger.info({ contracts: Object.keys(code).length, tookMs: Math.round(performance.now() - startedAtMs) }, 'compiled stand-ins');
  }
  return (name) => {
    const found = code[name];
    if (found === undefined) throw new Error(`no stand-in is called ${name}`);
    return found;
  };
};
