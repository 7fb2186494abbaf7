import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeDataDir } from './make-data-dir.ts';

const root = mkdtempSync(join(tmpdir(), 'routebook-data-dir-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a folder is made with all above it, and again, which does nothing', () => {
  const folder = join(root, 'a/b/c');
  makeDataDir(folder);
  makeDataDir(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test('a file, or a folder below one, is refused by the name of the file', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  const sentence = `${file} is no folder: choose another folder with --data-dir.`;
  expect(() => makeDataDir(file)).toThrow(sentence);
  expect(() => makeDataDir(join(file, 'below'))).toThrow(/file\S* is no folder.*: choose another folder with --data-dir\.$/);
});

test.skipIf(process.platform !== 'linux')('where no folder can be made, that is said at once', () => {
  expect(() => makeDataDir('/proc/foo/bar')).toThrow(
    /^\/proc\/foo .*: choose another folder with --data-dir\.$|^\/proc may not be written/,
  );
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written is refused by name', () => {
  chmodSync(root, 0o500);
  expect(() => makeDataDir(join(root, 'new'))).toThrow(`${root} may not be written: choose another folder with --data-dir.`);
  chmodSync(root, 0o700);
});
