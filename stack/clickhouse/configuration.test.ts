import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverConfiguration, usersConfiguration } from './configuration.ts';
import { readPasswords } from './passwords.ts';

test('the server listens on loopback alone and finds its users, whatever its folder is called', () => {
  const text = serverConfiguration({ dataDir: '/data/<a> & b', port: 5, usersFile: '/u.xml' });
  expect(text).toContain('<listen_host>127.0.0.1</listen_host>\n<http_port>5</http_port>');
  expect(text).toContain('<path>/data/&lt;a&gt; &amp; b/store/</path>');
  expect(text).toContain('<users_xml><path>/u.xml</path></users_xml>');
});

test('only the user who opens the port has no password, and it may do nothing else', () => {
  const text = usersConfiguration({ ownerPassword: 'one', readerPassword: 'two' });
  // SHA-256 of "one" and "two".
  expect(text).toContain('<routebook><password_sha256_hex>7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed<');
  expect(text).toContain('<reader><password_sha256_hex>3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3<');
  expect(text.match(/no_password/g)).toHaveLength(2);
  expect(text).toContain('<starter><max_sessions_for_user>1</max_sessions_for_user></starter>');
});

test('passwords are made once, long, and for their owner alone to read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'routebook-passwords-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'passwords.json');
  const first = readPasswords(file);
  expect(readPasswords(file)).toEqual(first);
  expect(first.ownerPassword).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(first.readerPassword).not.toBe(first.ownerPassword);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
