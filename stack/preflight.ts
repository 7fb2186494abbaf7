import { mkdirSync, statfsSync } from 'node:fs';
import { ConfigError, readConfig } from '#platform/config.ts';
import { bridgesIn } from '#platform/connect-bridges.ts';
import { LaunchError } from './launch-error.ts';
import { isPortFree } from './ports.ts';

const MEGABYTE = 1_000_000;
/** Engines take 200 MB once, Kafka preallocates its segments, and a day of quotes wants room to grow. */
const SPACE_NEEDED_MB = 1_000;

/** Free space under a folder, in megabytes. */
export const freeMegabytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MEGABYTE);
};

/** Throws LaunchError when the disk has too little room to start on. */
export const requireSpace = (folder: string, free = freeMegabytes): void => {
  mkdirSync(folder, { recursive: true });
  const megabytes = free(folder);
  if (megabytes >= SPACE_NEEDED_MB) return;
  throw new LaunchError(
    `Only ${megabytes} MB are free under ${folder} and Routebook wants ${SPACE_NEEDED_MB}: make room, or choose another disk with --data-dir.`,
  );
};

/** Throws LaunchError when somebody else listens on a port that a flag named. */
export const requirePort = async (port: number, flag: string): Promise<void> => {
  if (await isPortFree(port)) return;
  throw new LaunchError(`Port ${port} is in use: stop what listens there, or choose another with ${flag}.`);
};

/** Throws LaunchError when the environment holds a value that a service would refuse, or names a bridge that nobody knows. */
export const requireConfig = (env: Readonly<Record<string, string | undefined>>): void => {
  try {
    bridgesIn(readConfig(env));
  } catch (error) {
    if (error instanceof ConfigError) throw new LaunchError(error.message);
    throw error;
  }
};
