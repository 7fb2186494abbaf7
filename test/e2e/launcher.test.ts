import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { REPOSITORY } from '#stack/data-dir.ts';
import { createPortFinder, randomPort } from '#stack/ports.ts';
import { httpReady } from '#stack/probe.ts';
import { simnetUrls } from '#stack/simnet-process.ts';
import { commandLinesWith } from '#test/support/command-lines.ts';
import { removeDataDir, type StackProcess, startStack, temporaryDataDir, waitFor } from '#test/support/stack-process.ts';

const SOON = { timeout: 60_000, interval: 100 };
/** Engines alone: the launcher's manners do not depend on what it launches. */
const ENGINES_ALONE = ['--without', 'simnet,market,quotes,ranking,history,api'];

/** One of the small commands beside the launcher. */
const run = async (script: 'status' | 'env', dataDir: string) => {
  const command = [`stack/${script}-cli.ts`, '--data-dir', dataDir];
  return (await promisify(execFile)(process.execPath, command, { cwd: REPOSITORY })).stdout.trim().split('\n');
};

const freePort = async () => (await createPortFinder(randomPort())(1))[0] ?? 0;

const engineUrls = async (dataDir: string): Promise<Record<string, string>> =>
  Object.fromEntries((await run('env', dataDir)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));

/** pid of a process as `npm run status` prints it. */
const pidOf = async (name: string, dataDir: string) => {
  const line = (await run('status', dataDir)).find((text) => text.startsWith(`${name} `));
  return Number(line?.split(/\s+/)[1]);
};

/** Starts, and waits for the last line. */
const launched = async (dataDir: string, env: Record<string, string> = {}): Promise<StackProcess> => {
  const stack = startStack({ args: ['--port', String(await freePort()), ...ENGINES_ALONE], dataDir, env });
  await waitFor(stack, () => stack.output().includes('Routebook works'));
  return stack;
};

/** What a launcher says that refuses to start. */
const refusal = async (options: Parameters<typeof startStack>[0]) => {
  const stack = startStack(options);
  const code = await stack.ended;
  return { code, lines: stack.output().trim().split('\n') };
};

describe('a running launcher', () => {
  const dataDir = temporaryDataDir();
  let stack: StackProcess;
  beforeAll(async () => {
    stack = await launched(dataDir);
  });
  afterAll(async () => {
    await stack.stop();
    removeDataDir(dataDir);
  });

  test('prints a line a process: name, address, duration', () => {
    for (const name of ['kafka', 'registry', 'redis', 'clickhouse'])
      expect(stack.output()).toMatch(new RegExp(`${name} +\\S+ .*\\d+\\.\\d s`));
  });

  test('refuses a second one on its folder in one sentence', async () => {
    const { code, lines } = await refusal({ args: ['--port', String(await freePort())], dataDir });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^Routebook already runs on .* stop it first, or give this one --data-dir/)]);
  });

  test('is described by status and env', async () => {
    const status = await run('status', dataDir);
    expect(status.map((line) => line.split(/\s+/)[0])).toEqual(expect.arrayContaining(['kafka', 'registry', 'redis', 'clickhouse']));
    for (const line of status) expect(line).toMatch(/^[\w-]+ +\d+ +ready /);
    expect(Object.keys(await engineUrls(dataDir)).sort()).toEqual([
      'CLICKHOUSE_READONLY_URL',
      'CLICKHOUSE_URL',
      'KAFKA_BROKERS',
      'REDIS_URL',
      'SCHEMA_REGISTRY_URL',
    ]);
  });

  test('starts a killed engine again, names it, and its data is there', async () => {
    const redis = new Redis((await engineUrls(dataDir)).REDIS_URL ?? '');
    redis.on('error', () => undefined);
    await redis.set('kept', 'yes');
    await redis.config('SET', 'appendfsync', 'always');
    process.kill(await pidOf('redis', dataDir), 'SIGKILL');
    await waitFor(stack, () => /redis ended by SIGKILL; it starts again/.test(stack.output()));
    await waitFor(stack, () => stack.output().includes('redis works again'));
    expect(await redis.get('kept')).toBe('yes');
    redis.disconnect();
  });
});

test('on the mainnets it says of every bridge what it found, and starts whatever that was', async () => {
  const dataDir = temporaryDataDir();
  // Nobody listens there: a test asks nobody outside.
  const nowhere = await freePort();
  const env = simnetUrls([nowhere, ...CHAINS.map(() => nowhere)]);
  const args = ['--port', String(await freePort()), '--network', 'mainnet', '--only', 'alerts', '--bridges', 'across,stargate'];
  const stack = startStack({ args, dataDir, env });
  await waitFor(stack, () => stack.output().includes('Routebook works'));
  expect(stack.output()).toContain('self-check, mainnet');
  for (const { slug } of CHAINS) expect(stack.output()).toMatch(new RegExp(`✗ ${slug} +127\\.0\\.0\\.1:${nowhere} `));
  expect(stack.output()).toMatch(/\? across +silent/);
  expect(stack.output()).toMatch(/\? stargate +silent/);
  expect(stack.output()).toMatch(/– relay +off +ROUTEBOOK_BRIDGES does not name it/);
  expect(stack.output()).not.toContain('Left out');
  expect(await stack.stop()).toBe(0);
  removeDataDir(dataDir);
});

describe('a stop and what comes after it', () => {
  test('SIGTERM stops everything, last started first; the next start goes on with the data', async () => {
    const dataDir = temporaryDataDir();
    const first = await launched(dataDir);
    const before = new Redis((await engineUrls(dataDir)).REDIS_URL ?? '');
    await before.set('kept', 'yes');
    before.disconnect();
    expect(await first.stop()).toBe(0);
    expect(
      first
        .output()
        .match(/\w+(?= stopped)/g)
        ?.at(-1),
    ).toBe('kafka');
    await vi.waitUntil(() => commandLinesWith(dataDir).length === 0, SOON);

    const second = await launched(dataDir);
    const after = new Redis((await engineUrls(dataDir)).REDIS_URL ?? '');
    expect(await after.get('kept')).toBe('yes');
    after.disconnect();
    expect(await second.stop()).toBe(0);
    removeDataDir(dataDir);
  });

  test('a launcher that was killed leaves nothing that the next one does not end', async () => {
    const dataDir = temporaryDataDir();
    const killed = await launched(dataDir);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(commandLinesWith(dataDir).length).toBeGreaterThan(0);
    const next = await launched(dataDir);
    expect(next.output()).toMatch(/An earlier launcher was killed and left .*kafka.* running; they are ended now/);
    expect(await next.stop()).toBe(0);
    await vi.waitUntil(() => commandLinesWith(dataDir).length === 0, SOON);
    removeDataDir(dataDir);
  });
});

describe('what stands in the way is told in one sentence', () => {
  const dataDir = temporaryDataDir();
  afterAll(() => removeDataDir(dataDir));

  test('a port in use', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { code, lines } = await refusal({ args: ['--port', String(port)], dataDir });
    expect(code).toBe(1);
    expect(lines).toEqual([`Port ${port} is in use: stop what listens there, or choose another with --port.`]);
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['no Java', { env: { PATH: '/nowhere', JAVA_HOME: '' } }, /need Java, and there is none: install Java 17/],
    ['a wrong variable', { env: { QUOTE_TIMEOUT_MS: 'soon' } }, /^QUOTE_TIMEOUT_MS=soon: /],
    ['a wrong flag', { args: ['--network', 'testnet'] }, /Allowed choices are simnet, mainnet/],
    ['an unknown service', { args: ['--only', 'rankings'] }, /There is no "rankings"; there are simnet, market/],
  ])('%s', async (_, { args = [], env = {} }: { args?: string[]; env?: Record<string, string> }, sentence) => {
    const { code, lines } = await refusal({ args: ['--port', String(await freePort()), ...args], dataDir, env });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(sentence)]);
  });

  test('no Maven, when something has to be fetched', async () => {
    const java = (await promisify(execFile)('sh', ['-c', 'command -v java'])).stdout.trim();
    const env = { PATH: '/nowhere', JAVA_HOME: dirname(dirname(java)), XDG_CACHE_HOME: dataDir };
    const { code, lines } = await refusal({ args: ['--port', String(await freePort())], dataDir, env });
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^Fetching kafka-.* needs Maven: install it/);
  });
});

describe('the whole stack', () => {
  const dataDir = inject('routebookDataDir');
  const url = inject('routebookUrl');

  test('env names every engine and every chain', async () => {
    const { ROUTEBOOK_URL, RPC_URLS_ETHEREUM = '', ROUTEBOOK_FEED_URL } = await engineUrls(dataDir);
    expect(ROUTEBOOK_URL).toBe(url);
    expect(ROUTEBOOK_FEED_URL).toBe(`${url.replace('http', 'ws')}/ws/v1`);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    const answer = await fetch(RPC_URLS_ETHEREUM, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await answer.json()).toMatchObject({ result: '0x1' });
  });

  test('a service that is killed comes back, and the API is ready again', async () => {
    const before = await pidOf('ranking', dataDir);
    process.kill(before, 'SIGKILL');
    await vi.waitUntil(async () => {
      const pid = await pidOf('ranking', dataDir);
      return pid > 0 && pid !== before;
    }, SOON);
    await vi.waitUntil(() => httpReady(`${url}/health/ready`), SOON);
  });
});
