import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findOnPath } from '../find-on-path.ts';
import { LaunchError } from '../launch-error.ts';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin';
/** Copies with what an artifact depends on. */
const COPY = `${PLUGIN}:3.8.1:copy-dependencies`;
/** The last line of releases that unpacks an artifact without reading its parent POMs, which not every repository carries. */
const UNPACK = `${PLUGIN}:2.10:unpack`;

/** An artifact and all it depends on at run time, as jars in one folder. Answers the folder. */
export const fetchJars = (options: { into: string; artifacts: readonly string[]; onProgress: (text: string) => void }): Promise<string> =>
  once(options.into, async (folder) => {
    const pom = join(folder, 'pom.xml');
    await writeFile(pom, pomOf(options.artifacts));
    await runMaven(['-f', pom, COPY, '-DincludeScope=runtime', `-DoutputDirectory=${folder}`], { ...options, folder });
  });

/** The unpacked content of one archive. Answers the folder. */
export const fetchArchive = (options: { into: string; artifact: string; onProgress: (text: string) => void }): Promise<string> =>
  once(options.into, (folder) =>
    runMaven([UNPACK, `-Dartifact=${options.artifact}`, `-DoutputDirectory=${folder}`], { ...options, folder }),
  );

/** Fills a folder beside its place and moves it there when it is whole, so that a broken download is never taken for an engine. */
const once = async (into: string, fill: (folder: string) => Promise<void>): Promise<string> => {
  if (existsSync(into)) return into;
  await mkdir(dirname(into), { recursive: true });
  const partial = await mkdtemp(`${into}.partial-`);
  try {
    await fill(partial);
    await rename(partial, into).catch((error: unknown) => {
      if (!existsSync(into)) throw error;
    });
    return into;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
};

const pomOf = (artifacts: readonly string[]): string => {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>routebook</groupId><artifactId>engine</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join('\n')}</dependencies></project>\n`;
};

const runMaven = async (
  args: readonly string[],
  options: { into: string; folder: string; onProgress: (text: string) => void },
): Promise<void> => {
  const what = basename(options.into);
  const maven = findOnPath('mvn');
  if (maven === undefined) {
    throw new LaunchError(`Fetching ${what} needs Maven: install it (Debian: apt-get install maven) and start again.`);
  }
  options.onProgress('asking Maven');
  // In the folder that is being filled: the plugin leaves marker files where it runs.
  const child = spawn(maven, ['-B', '-Dstyle.color=never', ...args], { cwd: options.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  let files = 0;
  let firstError = '';
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('[ERROR]') && firstError === '') firstError = line.slice('[ERROR] '.length);
    if (!/^(\[INFO\] )?Downloaded from /.test(line)) continue;
    files += 1;
    options.onProgress(`${files} files`);
  }
  const code = await ended;
  process.removeListener('exit', endWithUs);
  if (code === 0) return;
  if (/no space left/i.test(firstError)) throw new LaunchError(`The disk is full: make room, then start again (fetching ${what}).`);
  throw new LaunchError(`Maven could not fetch ${what}; check the network or Maven's settings, then start again. It said: ${firstError}`);
};
