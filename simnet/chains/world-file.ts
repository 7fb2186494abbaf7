import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';

const shape = z.object({
  /** Which contracts and settings the saved chains hold. */
  fingerprint: z.string(),
  seed: z.string(),
  /** When the world's clock began. */
  epochMs: z.int().positive(),
  /** Credits that a fault took away; they go back when it ends, or at the next start. Amounts as decimal strings. */
  owedCredits: z.array(
    z.object({
      from: z.int(),
      to: z.int(),
      pathTo: z.int(),
      symbol: z.enum(['USDC', 'USDT', 'ETH']),
      amountShared: z.string().regex(/^\d+$/).transform(BigInt),
    }),
  ),
});

/** What the simnet must know of its saved chains, beside their states. */
export type WorldFile = z.infer<typeof shape>;

const pathOf = (dataDir: string): string => join(dataDir, 'world.json');

/** What was saved; undefined when there is nothing, or nothing that can be read. */
export const readWorldFile = async (dataDir: string): Promise<WorldFile | undefined> => {
  try {
    return shape.parse(JSON.parse(await readFile(pathOf(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
};

export const writeWorldFile = async (dataDir: string, world: WorldFile): Promise<void> => {
  const draft = `${pathOf(dataDir)}.${process.pid}`;
  await writeFile(
    draft,
    JSON.stringify(world, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2),
  );
  await rename(draft, pathOf(dataDir));
};

const ROOT = join(import.meta.dirname, '..', '..');

/** Files below these decide what is deployed: the code that deploys, the pinned packages, the stand-ins, the address books. */
const DEPLOYING = ['simnet/deploy', 'simnet/artifacts', 'simnet/bridges', 'bridges'];
const decides = (path: string): boolean => !path.endsWith('.test.ts') && (!path.startsWith('bridges') || basename(path) === 'contracts.ts');

/** Changes with whatever decides what is deployed. */
export const worldFingerprint = async (): Promise<string> => {
  const hash = createHash('sha256');
  const listed = await Promise.all(
    DEPLOYING.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name))),
    ),
  );
  for (const path of listed.flat().filter(decides).sort()) hash.update(await readFile(join(ROOT, path)));
  return hash.digest('hex').slice(0, 16);
};
