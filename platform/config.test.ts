import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'routebook-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test('a variable may be given as a file that holds it', () => {
  const REDIS_URL_FILE = secret('redis-url', 'redis://:hush@redis:6379\n');
  expect(readConfig({ REDIS_URL_FILE }).REDIS_URL).toBe('redis://:hush@redis:6379');
});

test('an empty file is like an empty variable', () => {
  expect(readConfig({ COINGECKO_API_KEY_FILE: secret('empty', '\n') }).COINGECKO_API_KEY).toBeUndefined();
});

test('both ways at once, and a file that is not there, are refused by name', () => {
  const REDIS_URL_FILE = secret('other', 'redis://redis:6379');
  expect(() => readConfig({ REDIS_URL: 'redis://a:1', REDIS_URL_FILE })).toThrow(/REDIS_URL and REDIS_URL_FILE are both set/);
  expect(() => readConfig({ REDIS_URL_FILE: join(folder, 'nowhere') })).toThrow(ConfigError);
});

test('what a file holds is not shown when it is wrong', () => {
  const REDIS_URL_FILE = secret('wrong', 'hush');
  expect(() => readConfig({ REDIS_URL_FILE })).toThrow(/^REDIS_URL=…: /);
});

test('a wrong value names the variable and what it may be', () => {
  expect(() => readConfig({ PORT: 'x' })).toThrow(/^PORT=x: .*Port of the API/s);
});
