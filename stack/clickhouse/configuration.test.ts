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
  expect(text).toContain('<routebook><password>one</password>');
  expect(text).toContain('<reader><password>two</password>');
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
