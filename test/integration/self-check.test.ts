import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Address, concatHex, encodeFunctionData, type Hex, pad, parseAbi, size, stringToHex, toHex } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge } from '#bridges/_kit/port.ts';
import { ENDPOINT_V2 } from '#bridges/_stargate/contracts.ts';
import { MESSAGE_TRANSMITTER } from '#bridges/cctp/contracts.ts';
import { DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { relay } from '#bridges/relay/relay.ts';
import { assetById } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { readConfig } from '#platform/config.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { OWNER } from '#simnet/deploy/accounts.ts';
import { MULTICALL3 } from '#simnet/deploy/addresses.ts';
import { REPOSITORY } from '#stack/data-dir.ts';
import { checkAtStart } from '#stack/self-check/check-at-start.ts';
import { readCodeSizes } from '#stack/self-check/code-sizes.ts';
import { selfCheck } from '#stack/self-check/self-check.ts';
import { isAllWell, whatFollows } from '#stack/self-check/what-follows.ts';
import { simnetUrls } from '#stack/simnet-process.ts';
import { type SpawnedSimnet, spawnSimnet } from '#test/support/spawned-simnet.ts';

/** The self-check against a whole simnet: what it reads on the mainnets it reads here, at the same addresses. */
let simnet: SpawnedSimnet;
beforeAll(async () => {
  simnet = await spawnSimnet();
});
afterAll(() => simnet?.remove());

const ALL = BRIDGES.map(({ manifest }) => manifest.id).join(',');
const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  ...simnetUrls(simnet.ports),
  ROUTEBOOK_BRIDGES: ALL,
  ...more,
});
const report = (more: Record<string, string> = {}, known: readonly Bridge[] = BRIDGES) => selfCheck(readConfig(environment(more)), known);
const verdict = async (id: string, more: Record<string, string> = {}) => {
  const found = (await report(more)).bridges.find(({ bridge }) => bridge === id);
  if (found === undefined) throw new Error(`no verdict on ${id}`);
  return found;
};

const addressOf = (asset: string): Address => assetById(asset)?.address as Address;
const link = (slug: string): ChainLink => simnet.linkTo(slug, OWNER);

/** What a test did to a contract is undone after it. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act();
});
const setCode = async (slug: string, at: string, code: Hex): Promise<void> => {
  const { rpc } = link(slug);
  const before = await rpc.call<Hex>('eth_getCode', [at, 'latest']);
  undo.push(() => rpc.call('anvil_setCode', [at, before]));
  await rpc.call('anvil_setCode', [at, code]);
};
const setStorage = async (slug: string, at: string, slot: number, word: Hex): Promise<void> => {
  const { rpc } = link(slug);
  const before = await rpc.call<Hex>('eth_getStorageAt', [at, toHex(slot), 'latest']);
  undo.push(() => rpc.call('anvil_setStorageAt', [at, pad(toHex(slot)), before]));
  await rpc.call('anvil_setStorageAt', [at, pad(toHex(slot)), word]);
};
/** A short string as Solidity keeps it. */
const storedText = (text: string): Hex =>
  concatHex([pad(stringToHex(text), { dir: 'right', size: 31 }), toHex(text.length * 2, { size: 1 })]);
const slotHolding = async (slug: string, at: string, word: Hex): Promise<number> => {
  for (let slot = 0; slot < 20; slot += 1) {
    if ((await link(slug).rpc.call<Hex>('eth_getStorageAt', [at, toHex(slot), 'latest'])) === word) return slot;
  }
  throw new Error(`no slot of ${at} holds ${word}`);
};
/** Whatever it is asked, it answers with that number. */
const answering = (value: number): Hex => concatHex(['0x60', toHex(value, { size: 1 }), '0x60005260206000f3']);

test('everything that the simnet has is live, and every chain was asked at its own endpoint', async () => {
  const all = await report();
  expect(all.bridges.filter(({ state }) => state !== 'live')).toEqual([]);
  expect(all.bridges.map(({ bridge, contracts }) => [bridge, contracts > 0])).toEqual(BRIDGES.map(({ manifest }) => [manifest.id, true]));
  expect(all.bridges.flatMap(({ notes }) => notes)).toEqual([]);
  expect(all.chains.flatMap(({ endpoints }) => endpoints.map(({ state }) => state))).toEqual(CHAINS.map(() => 'right'));
  expect(isAllWell(all)).toBe(true);
  expect(whatFollows(all)).toEqual({ leftOut: [], rpcUrls: {} });
});

describe('what is not as it is listed', () => {
  test('no code: the chain is named with the contract, and the other chains go on', async () => {
    await setCode('base', DLN_SOURCE, '0x');
    expect(await verdict('debridge')).toMatchObject({
      state: 'in part',
      chains: ['ethereum', 'optimism', 'polygon', 'arbitrum', 'avalanche'],
      reasons: [`base: no code at DlnSource ${DLN_SOURCE}`],
    });
  });

  test('a bridge between two chains of which one is not what it was is broken, and left out', async () => {
    await setCode('optimism', '0x4200000000000000000000000000000000000010', '0x');
    const all = await report();
    expect(all.bridges.find(({ bridge }) => bridge === 'optimism-bridge')).toMatchObject({ state: 'broken' });
    expect(whatFollows(all).leftOut).toEqual(['optimism-bridge']);
    expect(isAllWell(all)).toBe(false);
    const { text, variables } = await checkAtStart(environment({ ROUTEBOOK_BRIDGES: 'across,optimism-bridge' }));
    expect(text).toMatch(/Left out of this start: optimism-bridge\./);
    expect(variables).toEqual({ ROUTEBOOK_BRIDGES: 'across' });
    expect((await checkAtStart(environment({ ROUTEBOOK_BRIDGES: 'optimism-bridge' }))).variables).toEqual({});
  });

  test('another endpoint id, domain or counterpart is said with what was listed', async () => {
    await setCode('polygon', ENDPOINT_V2, answering(7));
    expect((await verdict('stargate')).reasons).toContain(`polygon: EndpointV2 ${ENDPOINT_V2}: eid is 7, listed is 30109`);
  });

  test('a symbol that differs counts against whoever carries the token', async () => {
    const usdc = addressOf('base:USDC');
    await setStorage('base', usdc, await slotHolding('base', usdc, storedText('USDC')), storedText('USDbC'));
    const reason = `base: base:USDC ${usdc}: symbol is USDbC, listed is USDC`;
    expect(await verdict('cctp')).toMatchObject({ state: 'in part', reasons: [reason] });
    expect((await verdict('stargate')).reasons).toEqual([reason]);
    expect((await verdict('base-bridge')).state).toBe('live');
  });

  test('a renamed token that the registry knows by both names is the same token', async () => {
    const usdt = addressOf('polygon:USDT');
    await setStorage('polygon', usdt, await slotHolding('polygon', usdt, storedText('USDT')), storedText('USDT0'));
    expect((await verdict('stargate')).state).toBe('live');
  });

  test('decimals that differ', async () => {
    await setCode('arbitrum', addressOf('arbitrum:DAI'), answering(6));
    expect((await verdict('hop')).reasons).toContain(`arbitrum: arbitrum:DAI ${addressOf('arbitrum:DAI')}: decimals are 6, listed are 18`);
  });
});

test('a flag that is up pauses a chain, and the rest goes on', async () => {
  const abi = parseAbi(['function pause()', 'function unpause()']);
  const send = (functionName: 'pause' | 'unpause') =>
    link('avalanche').send([{ to: MESSAGE_TRANSMITTER, data: encodeFunctionData({ abi, functionName }) }]);
  await send('pause');
  undo.push(() => send('unpause'));
  const found = await verdict('cctp');
  expect(found).toMatchObject({ state: 'in part', reasons: ['avalanche: messages paused'] });
  expect(found.chains).not.toContain('avalanche');
});

describe('endpoints', () => {
  const urlOf = (slug: string): string => simnetUrls(simnet.ports)[`RPC_URLS_${slug.toUpperCase()}`] ?? '';

  test('one of another chain is named, not read, and left out beside one that is right', async () => {
    const all = await report({ RPC_URLS_BASE: `${urlOf('arbitrum')},${urlOf('base')}` });
    expect(all.chains.find(({ chain }) => chain === 'base')?.endpoints).toMatchObject([
      { state: 'wrong chain', detail: 'says that it is chain 42161, not 8453' },
      { state: 'right', detail: null },
    ]);
    expect(isAllWell(all)).toBe(true);
    expect(whatFollows(all).rpcUrls).toEqual({ RPC_URLS_BASE: urlOf('base') });
  });

  test('a chain with none but such is not read at all', async () => {
    const found = await verdict('base-bridge', { RPC_URLS_BASE: urlOf('arbitrum') });
    expect(found).toMatchObject({ state: 'silent', chains: ['ethereum'] });
    expect(found.reasons).toEqual([expect.stringMatching(/^base: 127\.0\.0\.1:\d+ says that it is chain 42161, not 8453$/)]);
  });

  test('a chain that is down is silent, not broken, and nobody is left out for it', async () => {
    const fault = { name: 'rpc-down', provider: 'rpc:polygon' };
    await simnet.ask('/control/faults', { method: 'POST', body: fault });
    undo.push(() => simnet.ask('/control/faults?name=rpc-down&provider=rpc:polygon', { method: 'DELETE' }));
    const all = await report();
    expect(all.bridges.find(({ bridge }) => bridge === 'across')).toMatchObject({
      state: 'in part',
      reasons: [/^polygon: 127/].map((pattern) => expect.stringMatching(pattern)),
    });
    expect(whatFollows(all)).toEqual({ leftOut: [], rpcUrls: {} });
  });

  test('without Multicall3 nothing can be read of a chain, and that is said', async () => {
    await setCode('arbitrum', MULTICALL3, '0x');
    expect((await verdict('cctp')).reasons).toEqual([expect.stringMatching(/^arbitrum: .*no Multicall3/)]);
  });

  test('a node that takes no call without a receiver is asked for each code', async () => {
    const { rpc } = link('base');
    const http = createHttpClient();
    const jsonRpc = createJsonRpc({ http, urls: new Map([[8453, [rpc.url]]]), now: Date.now });
    const asked: string[] = [];
    const picky = {
      request: ((chainId, call, signal) => {
        asked.push(call.method);
        if (call.method === 'eth_call') return Promise.resolve({ kind: 'refused', code: -32_602, message: 'to is missing', data: null });
        return jsonRpc.request(chainId, call, signal);
      }) satisfies typeof jsonRpc.request,
    };
    const addresses = [addressOf('base:USDC'), MULTICALL3, '0x000000000000000000000000000000000000dEaD'];
    const direct = await readCodeSizes(jsonRpc, 8453, addresses, AbortSignal.timeout(30_000));
    expect(await readCodeSizes(picky, 8453, addresses, AbortSignal.timeout(30_000))).toEqual(direct);
    expect(asked).toEqual(['eth_call', 'eth_getCode', 'eth_getCode', 'eth_getCode']);
    const sizes = await Promise.all(addresses.map(async (one) => size(await rpc.call<Hex>('eth_getCode', [one, 'latest']))));
    expect(direct).toEqual({ kind: 'sizes', sizes });
    expect(sizes.map((bytes) => bytes > 0)).toEqual([true, true, false]);
  });
});

describe('vendors', () => {
  test('one whose API does not answer is silent', async () => {
    await simnet.ask('/control/faults', { method: 'POST', body: { name: 'error', provider: 'relay', status: 503 } });
    undo.push(() => simnet.ask('/control/faults?name=error&provider=relay', { method: 'DELETE' }));
    expect(await verdict('relay')).toMatchObject({ state: 'silent', reasons: [expect.stringMatching(/^its API: HTTP 503/)] });
  });

  test('one that demands a key and has none is not looked at, and the variable is named', async () => {
    const demanding: Bridge = {
      ...relay,
      manifest: { ...relay.manifest, apiKey: { variable: 'RELAY_API_KEY', required: true, about: 'the vendor demands it' } },
    };
    const [without] = (await report({}, [demanding])).bridges;
    expect(without).toMatchObject({ state: 'needs a key', contracts: 0, reasons: ['needs a key of its vendor: set RELAY_API_KEY'] });
    const [withKey] = (await report({ RELAY_API_KEY: 'given' }, [demanding])).bridges;
    expect(withKey).toMatchObject({ state: 'live' });
  });

  test('one that is not named is off', async () => {
    expect(await verdict('lifi', { ROUTEBOOK_BRIDGES: 'across' })).toMatchObject({
      state: 'off',
      reasons: ['ROUTEBOOK_BRIDGES does not name it'],
    });
  });
});

describe('npm run self-check', () => {
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ROUTEBOOK_|RPC_URLS_|npm_)|_API_URL$/.test(name)));
    const options = { cwd: REPOSITORY, env: { ...clean, NO_COLOR: '1', ...env } };
    const command = ['stack/self-check-cli.ts', '--data-dir', simnet.dataDir, ...args];
    return promisify(execFile)(process.execPath, command, options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  };

  test('prints a line a chain and a bridge, and ends with 0', async () => {
    const { code, stdout } = await run([], environment());
    expect(code).toBe(0);
    for (const { slug } of CHAINS) expect(stdout).toMatch(new RegExp(`✓ ${slug} +127\\.0\\.0\\.1:\\d+\n`));
    for (const { manifest } of BRIDGES) expect(stdout).toMatch(new RegExp(`✓ ${manifest.id} +live +\\d+ contracts and tokens; well on `));
  });

  test('ends with 1 where a bridge in use is not live, and --json has no URL in it', async () => {
    await setCode('base', DLN_SOURCE, '0x');
    const { code, stdout } = await run(
      ['--json', '--bridges', 'debridge'],
      environment({ RPC_URLS_OPTIMISM: 'http://127.0.0.1:9/secret-key' }),
    );
    expect(code).toBe(1);
    const told = JSON.parse(stdout);
    expect(told.bridges.find(({ bridge }: { bridge: string }) => bridge === 'debridge').state).toBe('in part');
    expect(told.bridges.find(({ bridge }: { bridge: string }) => bridge === 'across').state).toBe('off');
    expect(stdout).not.toContain('secret-key');
  });

  test('explains itself, and says what is wrong with its usage', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit code 0') });
    expect(await run(['--network', 'testnet'])).toMatchObject({ code: 2, stderr: expect.stringContaining('simnet, mainnet') });
    expect(await run([], environment({ ROUTEBOOK_BRIDGES: 'wormhole' }))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wormhole'),
    });
    expect(await run([])).toMatchObject({ code: 2, stderr: expect.stringContaining('start the simnet') });
  });
});
