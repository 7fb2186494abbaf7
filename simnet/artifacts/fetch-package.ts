import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import type { ArtifactSource } from './sources.ts';

const run = promisify(execFile);
/** The largest package takes seconds on a good line; this long means that there is none. */
const FETCH_DEADLINE_MS = 300_000;

/** Says what to do when a package cannot be had. */
class FetchError extends Error {
  override readonly name = 'FetchError';
}

/**
 * Fetches one package with the user's own npm (its registry, proxy and cache), checks its content against the pinned hash
 * and returns the text of the files asked for, by their names in `source.files`. Throws FetchError.
 */
export const fetchPackage = async (source: ArtifactSource): Promise<ReadonlyMap<string, string>> => {
  const folder = await mkdtemp(join(tmpdir(), 'routebook-contracts-'));
  try {
    const tarball = await pack(source, folder);
    const content = await readFile(tarball);
    const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
    if (integrity !== source.integrity) {
      throw new FetchError(`${source.spec} has the content ${integrity}, pinned is ${source.integrity}: refusing to use it`);
    }
    const wanted = new Set(Object.values(source.files));
    await mkdir(join(folder, 'content'));
    await extract({ file: tarball, cwd: join(folder, 'content'), strip: 1, filter: (path) => wanted.has(path.replace(/^[^/]+\//, '')) });
    const texts = await Promise.all(
      Object.entries(source.files).map(async ([name, path]) => [name, await readFile(join(folder, 'content', path), 'utf8')] as const),
    );
    return new Map(texts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const pack = async ({ spec }: ArtifactSource, folder: string): Promise<string> => {
  try {
    const { stdout } = await run('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', folder], {
      cwd: folder,
      timeout: FETCH_DEADLINE_MS,
    });
    return join(folder, stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new FetchError(`npm pack ${spec} failed (${said}); the simnet needs the package registry once, at its first start`);
  }
};
