import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { NGINX, requireDebianProgram } from '#test/support/debian-program.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { claimPorts } from '#test/support/test-ports.ts';

const nginx = requireDebianProgram(NGINX);
const folder = mkdtempSync(join(tmpdir(), 'routebook-nginx-'));

/** A key and a certificate for it that nobody else trusts, as OpenSSL makes them. */
const makeCertificate = (key: string, certificate: string): void => {
  const subject = ['-subj', '/CN=localhost', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject], {
    stdio: 'ignore',
  });
};

/** The configuration as it is, but for what only containers have: names of hosts, secrets, well-known ports. */
const localConfiguration = (ports: { http: number; https: number; api: number }): string => {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  makeCertificate(key, certificate);
  const changes: readonly (readonly [string, string])[] = [
    // First: what the others put in lies below the same folder.
    ['/tmp/', `${folder}/`],
    ['listen 8080;', `listen 127.0.0.1:${ports.http};`],
    ['listen 8443 ssl', `listen 127.0.0.1:${ports.https} ssl`],
    ['set $api http://api:7400;', `set $api http://127.0.0.1:${ports.api};`],
    ['/run/secrets/tls-certificate', certificate],
    ['/run/secrets/tls-key', key],
    ['/dev/stderr', join(folder, 'error.log')],
    ['/dev/stdout', join(folder, 'access.log')],
    ['worker_processes auto;', 'worker_processes 1;\ndaemon off;'],
  ];
  const text = readFileSync('deploy/nginx.conf', 'utf8');
  expect(changes.filter(([from]) => !text.includes(from))).toEqual([]);
  return changes.reduce((all, [from, to]) => all.replaceAll(from, to), text);
};

describe.skipIf(nginx === '')('deploy/nginx.conf', () => {
  let api: ApiUnderTest;
  let ports: { http: number; https: number };
  let server: ReturnType<typeof spawn>;

  beforeAll(async () => {
    api = await startApi({ redisUrl: testEngines().redisUrl, prefix: createPrefix() });
    const http = await claimPorts(2);
    const https = http + 1;
    ports = { http, https };
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, localConfiguration({ ...ports, api: api.port }));
    execFileSync(nginx, ['-t', '-c', file, '-p', folder], { stdio: 'pipe' });
    server = spawn(nginx, ['-c', file, '-p', folder], { stdio: 'ignore' });
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${http}/nginx-health`)).status).toBe(200), { timeout: 60_000 });
  });

  afterAll(async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const ask = request({ host: '127.0.0.1', port: ports.https, path, headers, rejectUnauthorized: false }, (answer) => {
        let body = '';
        answer.on('data', (bytes) => {
          body += String(bytes);
        });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      });
      ask.on('error', reject).end();
    });

  test('sends to TLS whoever comes without', async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.http}/docs`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'https://127.0.0.1/docs']);
  });

  test('passes requests on, with one request id for both logs', async () => {
    const own = await get('/api/v1/limits', { 'x-request-id': 'mine-1' });
    expect(own).toMatchObject({ status: 200, headers: { 'x-request-id': 'mine-1', 'strict-transport-security': expect.any(String) } });
    const made = await get('/api/v1/limits', { 'x-request-id': 'not fit' });
    const lines = () =>
      readFileSync(join(folder, 'access.log'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { requestId: string });
    await expect
      .poll(() => lines().map(({ requestId }) => requestId))
      .toEqual(expect.arrayContaining(['mine-1', made.headers['x-request-id']]));
  });

  test('keeps the metrics to itself', async () => {
    expect((await get('/metrics')).status).toBe(404);
  });

  test('opens the feed, also for pages of its own origin', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${ports.https}/ws/v1`, 'routebook.v1.json', {
      rejectUnauthorized: false,
      origin: `https://127.0.0.1:${ports.https}`,
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ op: 'ping', id: 'a' }));
    const [message] = await once(socket, 'message');
    expect(JSON.parse(String(message))).toMatchObject({ type: 'pong', id: 'a' });
    socket.close();
  });

  test('lets server-sent events through as they come', async () => {
    const path = `/api/v1/routes/stream?from=ethereum:USDC&to=arbitrum:USDC&amountIn=1000000000`;
    const first = await new Promise<string>((resolve, reject) => {
      const ask = request({ host: '127.0.0.1', port: ports.https, path, rejectUnauthorized: false }, (answer) =>
        answer.once('data', (bytes) => {
          resolve(String(bytes));
          ask.destroy();
        }),
      );
      ask.on('error', reject).end();
    });
    expect(first).toMatch(/^(event|data|:)/);
  });

  test('holds back who asks too much', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => get('/api/v1/routes/quote')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(429);
    // What is let through reaches the API, which takes only POST there.
    expect(statuses).toContain(405);
  });
});
