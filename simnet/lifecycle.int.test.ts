import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, type Hex, parseUnits } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { stargatePool } from '#bridges/_stargate/contracts.ts';
import { assetById } from '#core/domain/asset.ts';
import { commandLinesWith } from '#test/support/command-lines.ts';
import { balanceOf, nobodyYet, quoteOft, quoteUrl, type SpawnedSimnet, spawnSimnet, USDC } from '#test/support/spawned-simnet.ts';
import { commandLineOf } from './chains/process-table.ts';
import { OWNER, USERS } from './deploy/accounts.ts';
import { grantCalls } from './deploy/tokens.ts';
import { baseFeeWei, PRICE_IDS, priceUsd } from './world/market.ts';
import type { World } from './world/world.ts';

const [user = OWNER] = USERS;
const someone = nobodyYet('another');
const GRANT = 77n;
const grant = async (): Promise<void> => {
  const usdc = assetById('arbitrum:USDC');
  if (usdc === undefined) throw new Error('USDC is listed');
  await simnet.linkTo('arbitrum', OWNER).send(grantCalls(usdc, someone, GRANT));
};
const held = (): Promise<bigint> => balanceOf(simnet.linkTo('arbitrum', user), USDC('arbitrum'), someone);
const nodePids = async (): Promise<readonly number[]> =>
  (await simnet.askJson('/control/world')).chains.map(({ pid }: { pid: number }) => pid);
let simnet: SpawnedSimnet;

beforeAll(async () => {
  simnet = await spawnSimnet();
});

afterAll(() => simnet.remove());

test('faults are in the answers while they are on, and gone after', async () => {
  const url = quoteUrl('ethereum:USDC', 'base:USDC', parseUnits('1000', 6));
  const withFault = async (fault: Record<string, unknown>) => {
    expect((await simnet.ask('/control/faults', { method: 'POST', body: fault })).status).toBe(201);
    const answer = await simnet.ask(url);
    await simnet.ask('/control/faults', { method: 'DELETE' });
    return answer;
  };
  expect((await withFault({ name: 'error', status: 503 })).status).toBe(503);
  const limited = await withFault({ name: 'rate-limit', retryAfterSeconds: 7 });
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await withFault({ name: 'malformed', kind: 'html' })).text).toMatch(/^<!DOCTYPE html>/);
  const truncated = await withFault({ name: 'malformed' });
  expect(() => JSON.parse(truncated.text)).toThrow();
  const tenfold = JSON.parse((await withFault({ name: 'ten-times' })).text);
  expect(BigInt(tenfold.outputAmount)).toBeGreaterThan(parseUnits('9000', 6));
  expect(JSON.parse((await withFault({ name: 'wrong-decimals' })).text).outputToken.decimals).toBe(18);
  expect(JSON.parse((await withFault({ name: 'wrong-token' })).text).outputToken.symbol).toBe('USDT');
  expect(JSON.parse((await withFault({ name: 'drained', provider: 'across' })).text).code).toBe('AMOUNT_TOO_HIGH');
  expect(JSON.parse((await simnet.ask(url)).text)).toMatchObject({ isAmountTooLow: false, outputToken: { symbol: 'USDC', decimals: 6 } });
  expect((await simnet.ask('/control/faults', { method: 'POST', body: { name: 'rpc-down' } })).text).toContain('rpc:arbitrum');
});

test('a drained Stargate has no credit on its contracts, and gets it back', async () => {
  const [link, pool] = [simnet.linkTo('ethereum', user), stargatePool(1, 'USDT')?.address as Address];
  const before = await quoteOft(link, pool, 10, 1_000_000n);
  await simnet.ask('/control/faults', { method: 'POST', body: { name: 'drained' } });
  expect((await quoteOft(link, pool, 10, 1_000_000n)).max).toBe(0n);
  await simnet.ask('/control/faults', { method: 'DELETE' });
  expect((await quoteOft(link, pool, 10, 1_000_000n)).max).toBe(before.max);
});

test('a chain that a fault takes down refuses, and comes back where it was', async () => {
  const { rpc } = simnet.linkTo('polygon', user);
  const before = Number(await rpc.call<Hex>('eth_blockNumber'));
  await simnet.ask('/control/faults', { method: 'POST', body: { name: 'rpc-down', provider: 'rpc:polygon' } });
  await expect(rpc.call('eth_blockNumber')).rejects.toThrow();
  await simnet.ask('/control/faults', { method: 'DELETE' });
  expect(Number(await rpc.call<Hex>('eth_blockNumber'))).toBeGreaterThanOrEqual(before);
});

test('a node whose answers are spoilt goes on mining, and is itself again after', async () => {
  const link = simnet.linkTo('arbitrum', user);
  const ask = async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] });
    const response = await fetch(link.rpc.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
  };
  const heightOf = ({ text }: { text: string }): number => Number(JSON.parse(text).result);
  const before = heightOf(await ask());
  const put = (fault: Record<string, unknown>) =>
    simnet.ask('/control/faults', { method: 'POST', body: { provider: 'rpc:arbitrum', ...fault } });
  await put({ name: 'rate-limit', retryAfterSeconds: 3 });
  expect(await ask()).toMatchObject({ status: 429, retryAfter: '3' });
  await simnet.ask('/control/faults?name=rate-limit', { method: 'DELETE' });
  await put({ name: 'error', status: 503 });
  expect(await ask()).toMatchObject({ status: 503, text: expect.stringContaining('-32603') });
  await put({ name: 'malformed', kind: 'html' });
  expect((await ask()).text).toMatch(/^<!DOCTYPE html>/);
  await simnet.ask('/control/faults', { method: 'DELETE' });
  // Blocks come every half second: the simnet's own hands were not stopped.
  await expect.poll(async () => heightOf(await ask())).toBeGreaterThan(before);
});

test('the world at a step follows from the seed alone, and the chains ask its base fee', async () => {
  const world: World = { seed: 'test', dial: () => undefined, priceFactor: () => 1, drained: () => false };
  const told = await simnet.askJson('/control/world?step=1234');
  expect(told.prices).toEqual(Object.fromEntries(PRICE_IDS.map((id) => [id, priceUsd(world, id, 1234)])));
  await simnet.ask('/control/dials', { method: 'PUT', body: { name: 'gas.gwei', target: 'arbitrum', value: 3 } });
  const { rpc } = simnet.linkTo('arbitrum', user);
  await expect
    .poll(async () => (await rpc.call<{ baseFeePerGas: Hex }>('eth_getBlockByNumber', ['latest', false])).baseFeePerGas)
    .toBe('0xb2d05e00');
  await simnet.ask('/control/dials', { method: 'DELETE' });
  expect(baseFeeWei(world, 42161, 0)).toBeLessThan(3_000_000_000n);
});

test('blocks go on, a chain that is killed comes back by itself', async () => {
  const { rpc } = simnet.linkTo('optimism', user);
  const height = async (): Promise<number> => Number(await rpc.call<Hex>('eth_blockNumber').catch(() => '0x0'));
  const pidOf = async (): Promise<number> => (await simnet.askJson('/control/world')).chains[1].pid;
  const pid = await pidOf();
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => [(await pidOf()) !== pid, (await height()) > 0]).toEqual([true, true]);
  const code = await rpc.call<Hex>('eth_getCode', [spokePool(10), 'latest']);
  expect(code.length).toBeGreaterThan(2);
});

test('a stop leaves no process; a restart has the blocks and balances of before', async () => {
  const heights = async () => Promise.all(simnet.allLinks(user).map(async ({ rpc }) => Number(await rpc.call<Hex>('eth_blockNumber'))));
  await grant();
  const before = await heights();
  const pids = await nodePids();
  await simnet.end('SIGTERM');
  for (const pid of pids) expect(await commandLineOf(pid)).toBe('');
  await simnet.start();
  for (const [index, height] of (await heights()).entries()) expect(height).toBeGreaterThanOrEqual(before[index] ?? 0);
  expect(await held()).toBe(GRANT);
});

test('nodes that a killed simnet left are ended by the next start, which goes on with their state', async () => {
  await grant();
  const pids = await nodePids();
  await simnet.end('SIGKILL');
  for (const pid of pids) expect(await commandLineOf(pid)).toContain('anvil');
  await simnet.start();
  for (const pid of pids) expect(await commandLineOf(pid)).toBe('');
  expect(await held()).toBe(2n * GRANT);
  expect(JSON.parse(await readFile(join(simnet.dataDir, 'world.json'), 'utf8'))).toMatchObject({ seed: 'test', owedCredits: [] });
});

test('a state that cannot be read: all six chains are deployed anew, also while running', async () => {
  const spoilState = () => writeFile(join(simnet.dataDir, 'base.state.json'), '{"block":');
  const born = async (): Promise<number> => JSON.parse(await readFile(join(simnet.dataDir, 'world.json'), 'utf8')).epochMs;
  const first = await born();
  await simnet.end('SIGTERM');
  await spoilState();
  await simnet.start();
  const second = await born();
  expect(second).toBeGreaterThan(first);
  expect(await held()).toBe(0n);

  await spoilState();
  process.kill((await simnet.askJson('/control/world')).chains[3].pid, 'SIGKILL');
  await expect.poll(born, { timeout: 60_000 }).toBeGreaterThan(second);
  const pool = stargatePool(8453, 'USDC')?.address as Address;
  const quoted = async () => (await quoteOft(simnet.linkTo('base', user), pool, 10, 1_000_000_000n)).received;
  await expect.poll(() => quoted().catch(() => 0n)).toBeGreaterThan(990_000_000n);
  await expect.poll(quoted).toBeLessThan(1_000_000_000n);
});

test('a stop in the middle of a start leaves no node', async () => {
  await simnet.end('SIGTERM');
  await writeFile(join(simnet.dataDir, 'base.state.json'), '');
  simnet.spawnOnly();
  const anyNode = async (): Promise<number> => Number(await readFile(join(simnet.dataDir, 'base.pid'), 'utf8').catch(() => '0'));
  await expect.poll(anyNode, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
  await simnet.end('SIGTERM');
  expect(commandLinesWith(simnet.dataDir)).toEqual([]);
  await simnet.start();
});

test('traffic from the start on, when a flag asks for it', async () => {
  expect(await simnet.askJson('/control/traffic')).toMatchObject({ running: false });
  await simnet.end('SIGTERM');
  await simnet.start(['--traffic', '5']);
  await expect.poll(async () => (await simnet.askJson('/control/traffic')).settled, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(await simnet.askJson('/control/traffic')).toMatchObject({ running: true });
  expect(await simnet.askJson('/control/traffic', { method: 'DELETE' })).toMatchObject({ running: false });
  expect(await simnet.askJson('/control/traffic')).toMatchObject({ running: false });
});
