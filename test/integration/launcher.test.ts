import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { SERVICES } from '#stack/services.ts';
import { simnetUrls } from '#stack/simnet-process.ts';
import { commandLinesWith } from '#test/support/command-lines.ts';
import { pidOf, runCommand, stackPort, urlsOf } from '#test/support/launcher-commands.ts';
import { removeDataDir, type StackProcess, startStack, temporaryDataDir, waitFor } from '#test/support/stack-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const engines = testEngines();
const SOON = { timeout: 60_000, interval: 100 };
/** The launcher's manners do not depend on what it launches. */
const ENGINES_ALONE = ['--without', ['simnet', ...SERVICES.map(({ name }) => name)].join()];

/** Engines stop and start anew within these tests. */
const RESTARTED = { timeout: 180_000 };

/** Starts, and waits for the last line. */
const launched = async (dataDir: string, env: Record<string, string> = {}): Promise<StackProcess> => {
  const stack = startStack({ args: ['--port', String(await stackPort()), ...ENGINES_ALONE], dataDir, env });
  await waitFor(stack, () => stack.output().includes('Routebook works'));
  return stack;
};

/** What a launcher says that refuses to start. */
const refusal = async (options: Parameters<typeof startStack>[0]) => {
  const stack = startStack(options);
  const code = await stack.ended;
  return { code, lines: stack.output().trim().split('\n') };
};

describe('a launcher and its data folder, from one start to the next', () => {
  const dataDir = temporaryDataDir();
  let stack: StackProcess;
  const redis = async () => {
    const client = new Redis((await urlsOf(dataDir)).REDIS_URL ?? '');
    client.on('error', () => undefined);
    return client;
  };
  beforeAll(async () => {
    stack = await launched(dataDir);
  });
  afterAll(async () => {
    await stack?.stop();
    removeDataDir(dataDir);
  });

  test('prints a line a process: name, address, duration', () => {
    for (const name of ['kafka', 'registry', 'redis', 'clickhouse'])
      expect(stack.output()).toMatch(new RegExp(`${name} +\\S+ .*\\d+\\.\\d s`));
  });

  test('refuses a second one on its folder in one sentence', async () => {
    const { code, lines } = await refusal({ args: ['--port', String(await stackPort())], dataDir });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^Routebook already runs on .* stop it first, or give this one --data-dir/)]);
  });

  test('is described by status and env', async () => {
    const status = await runCommand('status', dataDir);
    expect(status.map((line) => line.split(/\s+/)[0])).toEqual(expect.arrayContaining(['kafka', 'registry', 'redis', 'clickhouse']));
    for (const line of status) expect(line).toMatch(/^[\w-]+ +\d+ +ready /);
    expect(Object.keys(await urlsOf(dataDir)).sort()).toEqual([
      'CLICKHOUSE_READONLY_URL',
      'CLICKHOUSE_URL',
      'KAFKA_BROKERS',
      'REDIS_URL',
      'SCHEMA_REGISTRY_URL',
    ]);
  });

  test('starts a killed engine again, names it, and its data is there', async () => {
    const client = await redis();
    await client.set('kept', 'yes');
    await client.config('SET', 'appendfsync', 'always');
    process.kill(await pidOf('redis', dataDir), 'SIGKILL');
    await waitFor(stack, () => /redis ended by SIGKILL; it starts again/.test(stack.output()));
    await waitFor(stack, () => stack.output().includes('redis works again'));
    expect(await client.get('kept')).toBe('yes');
    client.disconnect();
  });

  test('SIGTERM stops everything, last started first; the next start goes on with the data', RESTARTED, async () => {
    const before = await redis();
    await before.set('kept over a stop', 'yes');
    before.disconnect();
    expect(await stack.stop()).toBe(0);
    expect(
      stack
        .output()
        .match(/\w+(?= stopped)/g)
        ?.at(-1),
    ).toBe('kafka');
    await vi.waitUntil(() => commandLinesWith(dataDir).length === 0, SOON);

    stack = await launched(dataDir);
    const after = await redis();
    expect(await after.get('kept over a stop')).toBe('yes');
    after.disconnect();
  });

  test('one that was killed leaves nothing that the next one does not end', RESTARTED, async () => {
    stack.child.kill('SIGKILL');
    await stack.ended;
    expect(commandLinesWith(dataDir).length).toBeGreaterThan(0);
    // What it ends does not depend on what it starts: some of that is there already.
    stack = await launched(dataDir, { SCHEMA_REGISTRY_URL: engines.registryUrl, CLICKHOUSE_URL: engines.clickhouseUrl });
    expect(stack.output()).toMatch(/An earlier launcher was killed and left .*kafka.* running; they are ended now/);
    expect(await stack.stop()).toBe(0);
    await vi.waitUntil(() => commandLinesWith(dataDir).length === 0, SOON);
  });
});

/** The engines of the tests, and for every chain and vendor a port where nobody listens: a test asks nobody outside. */
const withoutChains = (nowhere: number) => ({
  ...simnetUrls([nowhere, ...CHAINS.map(() => nowhere)]),
  KAFKA_BROKERS: engines.kafkaBrokers.join(),
  SCHEMA_REGISTRY_URL: engines.registryUrl,
  REDIS_URL: engines.redisUrl,
  CLICKHOUSE_URL: engines.clickhouseUrl,
  ROUTEBOOK_PREFIX: createPrefix(),
});

test('on the mainnets it says of every bridge what it found, and starts whatever that was', RESTARTED, async () => {
  const dataDir = temporaryDataDir();
  const nowhere = await stackPort();
  const env = withoutChains(nowhere);
  const args = ['--port', String(await stackPort()), '--network', 'mainnet', '--only', 'alerts', '--bridges', 'across,stargate'];
  const stack = startStack({ args, dataDir, env });
  await waitFor(stack, () => stack.output().includes('Routebook works'));
  // Where CI is set, colours are too.
  const said = stripVTControlCharacters(stack.output());
  expect(said).toContain('self-check, mainnet');
  for (const { slug } of CHAINS) expect(said).toMatch(new RegExp(`✗ ${slug} +127\\.0\\.0\\.1:${nowhere} `));
  expect(said).toMatch(/\? across +silent/);
  expect(said).toMatch(/\? stargate +silent/);
  expect(said).toMatch(/– relay +off +ROUTEBOOK_BRIDGES does not name it/);
  expect(said).not.toContain('Left out');
  expect(await stack.stop()).toBe(0);
  removeDataDir(dataDir);
});

test('the whole stack does not start on the mainnets where no chain answers, and says so in one sentence, once', async () => {
  const dataDir = temporaryDataDir();
  const nowhere = await stackPort();
  const env = withoutChains(nowhere);
  const { code, lines } = await refusal({ args: ['--port', String(await stackPort()), '--network', 'mainnet'], dataDir, env });
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/^No node of any chain answers: check the connection, or name nodes in RPC_URLS_ETHEREUM, /);
  const said = lines.map(stripVTControlCharacters);
  const unanswered = said.filter((line) => line.includes('no node answers'));
  expect(unanswered.length).toBe(said.filter((line) => /\? \S+ +silent/.test(line)).length);
  for (const { slug } of CHAINS) expect(said.filter((line) => line.includes(`✗ ${slug} `))).toHaveLength(1);
  expect(said.filter((line) => line.split(`127.0.0.1:${nowhere}`).length > 3)).toEqual([]);
  removeDataDir(dataDir);
});

describe('what stands in the way is told in one sentence', () => {
  const dataDir = temporaryDataDir();
  afterAll(() => removeDataDir(dataDir));

  test('a port in use', async () => {
    const server = createServer();
    const port = await stackPort();
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
    ['an unknown bridge', { args: ['--bridges', 'nope'] }, /^ROUTEBOOK_BRIDGES names "nope"; known are across, /],
    ['an unknown service', { args: ['--only', 'rankings'] }, /There is no "rankings"; there are simnet, market/],
  ])('%s', async (_, { args = [], env = {} }: { args?: string[]; env?: Record<string, string> }, sentence) => {
    const { code, lines } = await refusal({ args: ['--port', String(await stackPort()), ...args], dataDir, env });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(sentence)]);
  });

  test('no Maven, when something has to be fetched', async () => {
    const java = (await promisify(execFile)('sh', ['-c', 'command -v java'])).stdout.trim();
    const env = { PATH: '/nowhere', JAVA_HOME: dirname(dirname(java)), XDG_CACHE_HOME: dataDir };
    const { code, lines } = await refusal({ args: ['--port', String(await stackPort())], dataDir, env });
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^Fetching kafka-.* needs Maven: install it/);
  });
});
