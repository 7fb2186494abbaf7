import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { deploymentFingerprint } from './deployment-fingerprint.ts';
import { createWorldCache } from './world-cache.ts';

let folder: string;
let said: string[];
const stateFiles = () => CHAINS.map(({ slug }) => join(folder, `${slug}.state`));
const cache = () => createWorldCache(join(folder, 'kept'), pino({}, { write: (line: string) => void said.push(line) }));
const write = (text: (slug: string) => string) => Promise.all(CHAINS.map(({ slug }, at) => writeFile(stateFiles()[at] ?? '', text(slug))));
const written = () => Promise.all(stateFiles().map((file) => readFile(file, 'utf8')));
const keptFile = async (seed: string) => join(folder, 'kept', `world-${await deploymentFingerprint(seed)}.json.gz`);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routebook-worlds-'));
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was kept for a seed is written back, for that seed alone', async () => {
  await write((slug) => `state of ${slug}`);
  await cache().keep('one', stateFiles());
  await write(() => 'something else');
  expect(await cache().restore('another', stateFiles())).toBe(false);
  expect(await written()).toEqual(CHAINS.map(() => 'something else'));
  expect(await cache().restore('one', stateFiles())).toBe(true);
  expect(await written()).toEqual(CHAINS.map(({ slug }) => `state of ${slug}`));
  expect(said).toEqual([]);
});

test.each([
  ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 20), /unexpected end of file/],
  ['no archive', () => Buffer.from('{}'), /incorrect header check/],
  ['something else', () => gzipSync('{"states":{}}'), /fingerprint/],
  ['of another world', () => gzipSync('{"fingerprint":"abc","states":{}}'), /it is of another world, abc/],
])('a kept world that is %s is left alone, and a line says so', async (_, spoil, why) => {
  await write((slug) => slug);
  await cache().keep('one', stateFiles());
  await writeFile(await keptFile('one'), spoil(await readFile(await keptFile('one'))));
  await write(() => 'untouched');
  expect(await cache().restore('one', stateFiles())).toBe(false);
  expect(await written()).toEqual(CHAINS.map(() => 'untouched'));
  expect(said).toEqual([expect.stringMatching(why)]);
  expect(said[0]).toContain('a kept world cannot be read and is deployed anew');
});

test('four are kept, and the longest unused go first; one that is forgotten is gone', async () => {
  await write((slug) => slug);
  const seeds = ['a', 'b', 'c', 'd', 'e'];
  for (const [at, seed] of seeds.entries()) {
    await cache().keep(seed, stateFiles());
    if (seed === 'd') await cache().restore('a', stateFiles());
    else await utimes(await keptFile(seed), at + 1, at + 1);
  }
  const found: boolean[] = [];
  for (const seed of seeds) found.push(await cache().restore(seed, stateFiles()));
  expect(found).toEqual([true, false, true, true, true]);
  expect(await readdir(join(folder, 'kept'))).toHaveLength(4);
  await cache().forget('a');
  expect(await cache().restore('a', stateFiles())).toBe(false);
});

test('a folder that cannot be written to is no failure', async () => {
  await write((slug) => slug);
  await writeFile(join(folder, 'kept'), 'a file in its place');
  await cache().keep('one', stateFiles());
  expect(said).toEqual([expect.stringContaining('the deployed world cannot be kept for later starts')]);
});

test('the fingerprint follows the seed', async () => {
  expect(await deploymentFingerprint('one')).toBe(await deploymentFingerprint('one'));
  expect(await deploymentFingerprint('one')).not.toBe(await deploymentFingerprint('two'));
});
