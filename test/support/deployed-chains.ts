import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { CHAINS, type Chain } from '#core/domain/chain.ts';
import { readConfig } from '#platform/config.ts';
import { defaultCacheDir, loadContractCode } from '#simnet/artifacts/contract-code.ts';
import { loadStandIns } from '#simnet/artifacts/stand-ins.ts';
import { startAnvil } from '#simnet/chains/anvil-process.ts';
import { type ChainLink, createChainLink } from '#simnet/chains/chain-link.ts';
import { createWorldCache } from '#simnet/chains/world-cache.ts';
import { OWNER } from '#simnet/deploy/accounts.ts';
import { deployWorld } from '#simnet/deploy/deploy-world.ts';
import { createPortFinder } from '#stack/ports.ts';
import { endWithUs } from './end-with-us.ts';
import { claimPorts } from './test-ports.ts';

/** Of all tests, so that the first of them deploys and the others find what it kept. */
export const TEST_SEED = 'test';

const logger = pino({ level: 'silent' });

/** Six nodes with every contract of the simnet, in which nothing has happened yet. Blocks are mined by hand. */
export interface DeployedChains {
  /** In the order of CHAINS. */
  readonly links: readonly ChainLink[];
  /** Ends the nodes, and deletes what they wrote where that is theirs alone. */
  stop(): Promise<void>;
}

const cacheDir = (): string => defaultCacheDir(readConfig().XDG_CACHE_HOME);

/** Six nodes side by side: with the states that lie in the folder, else new. All of them, or none. */
export const startNodes = async (directory: string): Promise<DeployedChains> => {
  const ports = await createPortFinder(await claimPorts(CHAINS.length))(CHAINS.length);
  const started = await Promise.allSettled(
    CHAINS.map((chain, at) =>
      startAnvil({ chain, port: ports[at] ?? 0, stateFile: stateFileIn(directory, chain), spillDir: join(directory, 'spill') }),
    ),
  );
  const nodes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const forget = nodes.map((node) => endWithUs(() => node.kill('SIGKILL')));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
    for (const one of forget) one();
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { links: nodes.map(({ rpc }, at) => createChainLink({ chain: CHAINS[at] as Chain, rpc, from: OWNER })), stop };
};

const stateFileIn = (directory: string, { slug }: Chain): string => join(directory, `${slug}.json`);

export const deployOn = async ({ links }: DeployedChains): Promise<void> =>
  deployWorld(links, {
    code: await loadContractCode(cacheDir(), logger),
    standIns: await loadStandIns(cacheDir(), logger),
    seed: TEST_SEED,
    logger,
  });

/** Starts them, from the user's cache of worlds where this one was deployed before. `worldsIn` is another folder for that. */
export const startDeployedChains = async (worldsIn = cacheDir()): Promise<DeployedChains> => {
  const directory = mkdtempSync(join(tmpdir(), 'routebook-chains-'));
  const stateFiles = CHAINS.map((chain) => stateFileIn(directory, chain));
  const cache = createWorldCache(worldsIn, logger);
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    if (!(await cache.restore(TEST_SEED, stateFiles))) {
      const fresh = await startNodes(directory);
      await deployOn(fresh).finally(fresh.stop);
      await cache.keep(TEST_SEED, stateFiles);
    }
    const { links, stop } = await startNodes(directory);
    return { links, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
};
