import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NODE_FLAGS, SERVICES } from '#stack/services.ts';
import packageJson from '../package.json' with { type: 'json' };

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

test('the image runs the Node that everything else runs, with the same flags', () => {
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(new Set(bases)).toEqual(new Set([`node:${packageJson.devDependencies.node}-bookworm-slim`]));
  const [, entrypoint = '[]'] = dockerfile.match(/^ENTRYPOINT (.+)$/m) ?? [];
  expect(JSON.parse(entrypoint)).toEqual(['node', ...NODE_FLAGS]);
});

test('nobody in it is root, and it has no development dependencies', () => {
  expect(dockerfile.match(/^USER (.+)$/m)?.[1]).toBe('node');
  expect(dockerfile).toContain('npm ci --omit=dev');
});

test('it holds every service, from folders that there are and that reach the build', () => {
  expect(copied.filter((source) => !existsSync(source))).toEqual([]);
  expect(SERVICES.filter(({ file }) => !copied.includes(file.split('/')[0] ?? ''))).toEqual([]);
  const ignore = readFileSync('deploy/Dockerfile.dockerignore', 'utf8').split('\n');
  expect(ignore.slice(0, 2)).toContain('*');
  expect(copied.filter((source) => !ignore.includes(`!${source}`))).toEqual([]);
});
