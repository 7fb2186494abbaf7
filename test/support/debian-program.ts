import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineCacheDir } from '#stack/cache-dir.ts';
import { findOnPath } from '#stack/find-on-path.ts';

/** A program that some tests run, and the Debian package that has it. */
export interface DebianProgram {
  readonly name: string;
  readonly package: string;
  /** Where the package puts it, from the root. */
  readonly path: string;
}

export const PROMTOOL: DebianProgram = { name: 'promtool', package: 'prometheus', path: 'usr/bin/promtool' };
export const NGINX: DebianProgram = { name: 'nginx', package: 'nginx', path: 'usr/sbin/nginx' };

const folderOf = (program: DebianProgram): string => join(dirname(engineCacheDir()), 'debian', program.package);

const find = (program: DebianProgram): string | undefined => {
  const kept = join(folderOf(program), program.path);
  return findOnPath(program.name) ?? (existsSync(kept) ? kept : undefined);
};

/** Unpacks the package into the cache: nothing is installed, no service starts, and nobody need be root. */
const fetchPackage = (program: DebianProgram): void => {
  if (findOnPath('apt-get') === undefined || findOnPath('dpkg-deb') === undefined) return;
  const folder = folderOf(program);
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.partial-`);
  const download = () => execFileSync('apt-get', ['download', program.package], { cwd: partial, stdio: 'ignore' });
  try {
    try {
      download();
    } catch {
      // A machine that has just been made has no lists of packages yet; making them takes root.
      execFileSync('apt-get', ['update'], { stdio: 'ignore' });
      download();
    }
    const archive = readdirSync(partial).find((file) => file.endsWith('.deb')) ?? '';
    execFileSync('dpkg-deb', ['-x', join(partial, archive), partial], { stdio: 'ignore' });
    rmSync(join(partial, archive));
    renameSync(partial, folder);
  } catch {
    // No mirror in reach, or another run was quicker: the caller looks again and says so if there is none.
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
};

/** Finds or fetches the program; empty when it is not to be had. In CI that is an error: such tests are never skipped there. */
export const requireDebianProgram = (program: DebianProgram): string => {
  const found = find(program);
  if (found !== undefined) return found;
  fetchPackage(program);
  const fetched = find(program);
  if (fetched !== undefined) return fetched;
  const wayOut = `No ${program.name} was found or could be fetched (Debian: apt-get install ${program.package}).`;
  if (process.env.CI) throw new Error(wayOut);
  console.warn(`${wayOut} The tests that need it are SKIPPED.`);
  return '';
};
