import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { LaunchError } from './launch-error.ts';

const nearestExisting = (folder: string): string => {
  const parent = dirname(folder);
  return statSync(folder, { throwIfNoEntry: false }) !== undefined || parent === folder ? folder : nearestExisting(parent);
};

const refused = (folder: string, why: string): LaunchError => new LaunchError(`${folder} ${why}: choose another folder with --data-dir.`);

const WHYS: Readonly<Record<string, string>> = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'is on a disk that is read-only',
  ENOTDIR: 'is no folder, or below a file',
};

const orRefuse = (folder: string, act: () => unknown): void => {
  try {
    act();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A full disk is told in its own words.
    if (code === 'ENOSPC') throw error;
    throw refused(folder, WHYS[code] ?? `cannot be made (${code})`);
  }
};

/**
 * Makes a data folder with all above it. Throws LaunchError where that cannot be. Folder by folder: of a whole path at once, Node says ENOENT for
 * a disk that is read-only, and never comes to an end below /proc.
 */
export const makeDataDir = (folder: string): void => {
  let made = folder;
  orRefuse(folder, () => {
    made = nearestExisting(folder);
  });
  if (!statSync(made).isDirectory()) throw refused(made, 'is no folder');
  orRefuse(made, () => accessSync(made, constants.W_OK | constants.X_OK));
  for (const name of relative(made, folder).split(sep).filter(Boolean)) {
    made = join(made, name);
    orRefuse(made, () => mkdirSync(made));
  }
};
