import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { readConfig } from '#platform/config.ts';
import { createPortFinder } from '#stack/ports.ts';
import { type DeployedChains, deployOn, startDeployedChains, startNodes } from '#test/support/deployed-chains.ts';
import { claimPorts } from '#test/support/test-ports.ts';
import { defaultCacheDir, loadContractCode } from '../artifacts/contract-code.ts';
import { loadStandIns } from '../artifacts/stand-ins.ts';
import { BORN_MS } from './anvil-process.ts';
import type { ChainLink } from './chain-link.ts';
import { createFleet } from './fleet.ts';
import { createWorldCache } from './world-cache.ts';

/** One world deployed here and now, one from what an earlier deployment kept. */
let folder: string;
let live: DeployedChains;
let kept: DeployedChains;
let startedAtMs: number;

interface Block {
  readonly number: Hex;
  readonly hash: Hex;
  readonly timestamp: Hex;
}
interface State {
  readonly accounts: Readonly<
    Record<string, { readonly nonce: number; readonly balance: string; readonly code: string; readonly storage: object }>
  >;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routebook-kept-'));
  const worlds = join(folder, 'worlds');
  // Deploys and keeps; the next finds what it kept.
  await (await startDeployedChains(worlds)).stop();
  expect(await readdir(worlds)).toHaveLength(1);
  startedAtMs = Date.now();
  kept = await startDeployedChains(worlds);
  live = await startNodes(join(folder, 'live'));
  await deployOn(live);
});

afterAll(async () => {
  await kept?.stop();
  await live?.stop();
  await rm(folder, { recursive: true, force: true });
});

const block = (link: ChainLink, at: string): Promise<Block> => link.rpc.call<Block>('eth_getBlockByNumber', [at, false]);
/** Everything that a node holds of accounts: nonces, balances, code, storage. */
const accountsOf = async ({ rpc }: ChainLink): Promise<State['accounts']> =>
  (JSON.parse(gunzipSync(Buffer.from((await rpc.call<Hex>('anvil_dumpState')).slice(2), 'hex')).toString('utf8')) as State).accounts;
const logsOf = ({ rpc }: ChainLink) => rpc.call<readonly object[]>('eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest' }]);
const pairs = () => CHAINS.map(({ slug }, at) => [slug, live.links[at] as ChainLink, kept.links[at] as ChainLink] as const);

test('a kept world is the deployed one: the same blocks, logs, nonces, balances, code and storage', async () => {
  for (const [slug, deployed, restored] of pairs()) {
    const [head, genesis] = [await block(deployed, 'latest'), await block(deployed, '0x0')];
    expect(Number(head.number), slug).toBeGreaterThan(5);
    expect(Number(genesis.timestamp) * 1_000, slug).toBe(BORN_MS);
    expect(await block(restored, 'latest'), slug).toEqual(head);
    expect(await block(restored, '0x0'), slug).toEqual(genesis);
    expect(await logsOf(restored), slug).toEqual(await logsOf(deployed));
    const accounts = await accountsOf(deployed);
    expect(Object.values(accounts).filter(({ code }) => code.length > 2).length, slug).toBeGreaterThan(20);
    expect(await accountsOf(restored), slug).toEqual(accounts);
  }
});

test('its time goes on from now', async () => {
  for (const [slug, , restored] of pairs()) {
    await restored.rpc.call('evm_mine');
    const atMs = Number((await block(restored, 'latest')).timestamp) * 1_000;
    expect(atMs, slug).toBeGreaterThanOrEqual(Math.floor(startedAtMs / 1_000) * 1_000);
    expect(atMs, slug).toBeLessThanOrEqual(Date.now());
  }
});

test('a simnet that finds a kept world which no node takes says so and deploys; the next new data folder starts from that', {
  timeout: 120_000,
}, async () => {
  const worlds = join(folder, 'spoilt');
  const said: string[] = [];
  const logger = pino({}, { write: (line: string) => void said.push(line) });
  const silent = pino({ level: 'silent' });
  const artifacts = defaultCacheDir(readConfig().XDG_CACHE_HOME);
  const cache = createWorldCache(worlds, logger);
  const startOn = async (dataDir: string): Promise<void> => {
    await mkdir(dataDir);
    const ports = await createPortFinder(await claimPorts(CHAINS.length))(CHAINS.length);
    const [code, standIns] = [await loadContractCode(artifacts, silent), await loadStandIns(artifacts, silent)];
    const fleet = createFleet({ dataDir, ports, seed: 'spoilt', code, standIns, cache, logger });
    try {
      expect(await fleet.start()).toBe('deployed');
      expect(fleet.world()).toMatchObject({ seed: 'spoilt', owedCredits: [] });
    } finally {
      await fleet.stop();
    }
  };
  await mkdir(worlds);
  const spoilt = CHAINS.map(({ slug }) => join(folder, `${slug}.spoilt`));
  await Promise.all(spoilt.map((file) => writeFile(file, '{"block":')));
  await cache.keep('spoilt', spoilt);

  const sentences = () => said.splice(0).map((line) => (JSON.parse(line) as { msg: string }).msg);
  const DEPLOYED = 'deployed the contracts on six chains';
  await startOn(join(folder, 'first'));
  const first = sentences();
  expect(first).toContain('a kept world does not start and is deployed anew');
  expect(first).toContain(DEPLOYED);
  await startOn(join(folder, 'second'));
  expect(sentences()).not.toContain(DEPLOYED);
});
