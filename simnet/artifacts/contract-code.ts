import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '#platform/telemetry/logger.ts';
import { fetchPackage } from './fetch-package.ts';
import { ARTIFACT_SOURCES, CONTRACT_NAMES, type ContractName } from './sources.ts';

export type Hex = `0x${string}`;

/** Creation code of each contract; for Permit2TemplateCode, runtime code. */
export type ContractCode = Readonly<Record<ContractName, Hex>>;

/** Contracts are the same for every data folder of a user, so they lie outside all of them. */
export const defaultCacheDir = (xdgCacheHome: string | undefined): string =>
  join(xdgCacheHome ?? join(homedir(), '.cache'), 'routebook', 'contracts');

/** The pins name the file, so a new pin never meets an old cache. */
const cacheFile = (cacheDir: string): string => {
  const pins = createHash('sha256').update(JSON.stringify(ARTIFACT_SOURCES)).digest('hex').slice(0, 16);
  return join(cacheDir, `${pins}.json`);
};

/** The contracts' code: from the user's cache, else fetched once (57 MB, some 10 s) and kept there (0.3 MB). Throws when it cannot be had. */
export const loadContractCode = async (cacheDir: string, logger: Logger): Promise<ContractCode> => {
  const file = cacheFile(cacheDir);
  const cached = await readCache(file);
  if (cached !== undefined) return cached;
  const code: Partial<Record<ContractName, Hex>> = {};
  for (const [index, source] of ARTIFACT_SOURCES.entries()) {
    const startedAtMs = performance.now();
    logger.info({ package: source.spec, step: `${index + 1}/${ARTIFACT_SOURCES.length}` }, 'fetching contracts');
    for (const [name, text] of await fetchPackage(source)) code[name as ContractName] = codeIn(name, text);
    logger.info({ package: source.spec, tookMs: Math.round(performance.now() - startedAtMs) }, 'fetched contracts');
  }
  await mkdir(cacheDir, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(code));
  await rename(draft, file);
  return code as ContractCode;
};

const readCache = async (file: string): Promise<ContractCode | undefined> => {
  try {
    const code = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    return CONTRACT_NAMES.every((name) => /^0x[0-9a-f]+$/i.test(code[name] ?? '')) ? (code as ContractCode) : undefined;
  } catch {
    return undefined;
  }
};

/** Hardhat writes the code itself, Forge an object that holds it. */
interface Artifact {
  readonly bytecode: string | { readonly object: string };
}

const bytecodeOf = ({ bytecode }: Artifact): string => (typeof bytecode === 'string' ? bytecode : bytecode.object);

/** Reads an artifact: compilers' JSON, or a Solidity library of hex constants. */
export const codeIn = (name: string, text: string): Hex => {
  const code = text.trimStart().startsWith('{')
    ? bytecodeOf(JSON.parse(text) as Artifact)
    : `0x${new RegExp(`\\b${name}\\s*=\\s*hex"([0-9a-f]+)"`, 'i').exec(text)?.[1] ?? ''}`;
  if (!/^0x(?:[0-9a-f]{2})+$/i.test(code)) throw new Error(`no linked bytecode of ${name} in its artifact`);
  return code as Hex;
};
