import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { CHAINS } from '#core/domain/chain.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { deploymentFingerprint } from './deployment-fingerprint.ts';

/** The nodes' states of worlds in which nothing has happened but their deployment, kept for all data folders of a user. */
export interface WorldCache {
  /** Writes the states of a seed's world to the paths, in the order of CHAINS. False when there is none that can be used; a line in the log says why. */
  restore(seed: string, stateFiles: readonly string[]): Promise<boolean>;
  /** Keeps the states that lie at the paths. Not being able to is no failure: the next start deploys again. */
  keep(seed: string, stateFiles: readonly string[]): Promise<void>;
  /** Forgets a world that turned out to be none. */
  forget(seed: string): Promise<void>;
}

/** Two seeds before and after a change of the code; each has some 2 MB. */
const WORLDS_KEPT = 4;

const shape = z.object({
  fingerprint: z.string(),
  /** By chain, as the node dumped it. */
  states: z.record(z.string(), z.string().min(1)),
});

const isWorld = (name: string): boolean => /^world-[0-9a-f]+\.json\.gz$/.test(name);

/** `folder` is where fetched contracts are. */
export const createWorldCache = (folder: string, logger: Logger): WorldCache => {
  const fileOf = (fingerprint: string): string => join(folder, `world-${fingerprint}.json.gz`);

  const read = async (fingerprint: string): Promise<readonly string[] | undefined> => {
    const file = fileOf(fingerprint);
    const packed = await readFile(file).catch(() => undefined);
    if (packed === undefined) return undefined;
    try {
      const kept = shape.parse(JSON.parse((await promisify(gunzip)(packed)).toString('utf8')));
      if (kept.fingerprint !== fingerprint) throw new Error(`it is of another world, ${kept.fingerprint}`);
      const states = CHAINS.map(({ slug }) => kept.states[slug]);
      if (!states.every((state) => state !== undefined)) throw new Error('a chain is missing');
      return states;
    } catch (error) {
      logger.warn({ file, error: String(error) }, 'a kept world cannot be read and is deployed anew');
      return undefined;
    }
  };

  /** The longest unused go first. */
  const prune = async (): Promise<void> => {
    const files = (await readdir(folder)).filter(isWorld).map((name) => join(folder, name));
    const used = await Promise.all(files.map(async (file) => ({ file, atMs: (await stat(file)).mtimeMs })));
    const old = used.toSorted((a, b) => b.atMs - a.atMs).slice(WORLDS_KEPT);
    for (const { file } of old) await rm(file, { force: true });
  };

  return {
    restore: async (seed, stateFiles) => {
      const fingerprint = await deploymentFingerprint(seed);
      const states = await read(fingerprint);
      if (states === undefined) return false;
      await Promise.all(states.map((state, index) => writeFile(stateFiles[index] ?? '', state)));
      const now = new Date();
      await utimes(fileOf(fingerprint), now, now).catch(() => undefined);
      return true;
    },
    keep: async (seed, stateFiles) => {
      try {
        const fingerprint = await deploymentFingerprint(seed);
        const texts = await Promise.all(stateFiles.map((file) => readFile(file, 'utf8')));
        const states = Object.fromEntries(CHAINS.map(({ slug }, index) => [slug, texts[index] ?? '']));
        const file = fileOf(fingerprint);
        const draft = `${file}.${process.pid}`;
        await mkdir(folder, { recursive: true });
        await writeFile(draft, await promisify(gzip)(JSON.stringify({ fingerprint, states })));
        await rename(draft, file);
        await prune();
      } catch (error) {
        logger.warn({ folder, error: String(error) }, 'the deployed world cannot be kept for later starts');
      }
    },
    forget: async (seed) => rm(fileOf(await deploymentFingerprint(seed)), { force: true }),
  };
};
