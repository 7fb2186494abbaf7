import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { findOnPath } from '#stack/find-on-path.ts';
import { testEngines } from '#test/support/test-engines.ts';
import { fenceVersion } from './fence.ts';

const { clickhouseUrl, clickhouseReadonlyUrl } = testEngines();
const silent = { level: ClickHouseLogLevel.OFF };
const owner = createClient({ url: clickhouseUrl, log: silent });
const reader = createClient({ url: clickhouseReadonlyUrl, log: silent });
afterAll(() => Promise.all([owner.close(), reader.close()]));

/** The whole answer is waited for, so that an error in its middle is the answer. */
const whole = (client: typeof owner, query: string) => client.query({ query, clickhouse_settings: { wait_end_of_query: 1 } });

/** A server on PATH has a folder for user files instead; elsewhere there is no fence, and the engine's log says so. */
const isFenced = fenceVersion() !== undefined && findOnPath('clickhouse') === undefined;

test.runIf(isFenced)('the engine reads no file that is none of its business, whoever asks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'routebook-fence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secret = join(folder, 'secret.txt');
  writeFileSync(secret, 'a secret');
  const answer = await reader.query({ query: "SELECT getServerSetting('path') AS path", format: 'JSONEachRow' });
  const [{ path } = { path: '' }] = await answer.json<{ path: string }>();
  expect(path).toMatch(/store\/$/);
  for (const client of [reader, owner]) {
    for (const file of [secret, '/etc/passwd', '/etc/hostname', join(path, '../passwords.json'), `/proc/${process.pid}/environ`]) {
      await expect(whole(client, `SELECT file('${file}')`), file).rejects.toThrow(/[Pp]ermission denied/);
      await expect(whole(client, `SELECT * FROM null('a UInt8 DEFAULT file(\\'${file}\\')')`), file).rejects.toThrow(
        /[Pp]ermission denied/,
      );
    }
  }
});

test.runIf(isFenced)('what it can read tells no password and nothing of the launcher’s environment', async () => {
  const text = async (file: string) => (await reader.query({ query: `SELECT file('${file}')`, format: 'TabSeparated' })).text();
  const answer = await reader.query({ query: "SELECT getServerSetting('path') AS path", format: 'JSONEachRow' });
  const [{ path } = { path: '' }] = await answer.json<{ path: string }>();
  const users = await text(join(path, '../users.xml'));
  expect(users).toContain('password_sha256_hex');
  for (const url of [clickhouseUrl, clickhouseReadonlyUrl]) expect(users).not.toContain(new URL(url).password);
  const environment = await text('/proc/self/environ');
  expect(
    environment.match(/[A-Z_]+(?==)/g)?.filter((name) => !['PATH', 'LANG', 'TZ', 'OPENSSL_CONF', 'ROUTEBOOK_ENGINE_FENCED'].includes(name)),
  ).toEqual([]);
});

test.runIf((fenceVersion() ?? 0) >= 4 && isFenced)('and it connects to nothing, not even for its owner', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(
    whole(owner, `SELECT * FROM url('http://127.0.0.1:${port}/', 'LineAsString') SETTINGS http_max_tries = 1`),
  ).rejects.toThrow();
  expect(connections).toBe(0);
});
