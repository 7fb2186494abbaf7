import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Whatever a deployment runs lies below these; that a change elsewhere in them costs a deployment of seconds is cheaper than a list that forgets one. */
const ROOMS = ['core', 'bridges', 'simnet'];
/** Packages of other people that have a hand in it. Their versions are pinned. */
const PACKAGES = ['@foundry-rs/anvil', 'solc', 'viem'];

const decides = (path: string): boolean => /\.(ts|sol)$/.test(path) && !path.endsWith('.test.ts');

const hashSources = async (): Promise<string> => {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const hash = createHash('sha256').update(JSON.stringify(PACKAGES.map((name) => dependencies[name])));
  for (const room of ROOMS) {
    const paths = (await readdir(join(ROOT, room), { recursive: true })).filter(decides).sort();
    const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, room, path))));
    for (const [index, path] of paths.entries()) hash.update(`${room}/${path}\n`).update(texts[index] ?? '');
  }
  return hash.digest('hex');
};

/** Some hundred files, and a process runs what it once loaded of them. */
let sources: Promise<string> | undefined;

/** Changes with everything that decides what a freshly deployed world is: our code, the pins in it, the tools, and the seed. */
export const deploymentFingerprint = async (seed: string): Promise<string> => {
  sources ??= hashSources();
  return createHash('sha256')
    .update(`${await sources}\n${seed}`)
    .digest('hex')
    .slice(0, 32);
};
