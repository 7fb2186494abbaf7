import { readFile, rm } from 'node:fs/promises';
import type { Hex } from 'viem';
import { CHAINS, type Chain } from '#core/domain/chain.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ContractCode } from '../artifacts/contract-code.ts';
import type { StandIns } from '../artifacts/stand-ins.ts';
import { OWNER } from '../deploy/accounts.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { deployWorld } from '../deploy/deploy-world.ts';
import { type ChainKeeper, createChainKeeper } from './chain-keeper.ts';
import { type ChainLink, createChainLink } from './chain-link.ts';
import { residentMiB } from './process-table.ts';
import type { WorldCache } from './world-cache.ts';
import { readWorldFile, type WorldFile, worldFingerprint, writeWorldFile } from './world-file.ts';

/** The six chains. They are one world: messages in flight tie them, so they are restored together or made anew together. */
export interface Fleet {
  readonly keepers: readonly ChainKeeper[];
  readonly links: readonly ChainLink[];
  /** What is saved beside the chains; changed by `remember`. */
  world(): WorldFile;
  remember(change: Partial<WorldFile>): Promise<void>;
  /** Restores the saved world, else deploys one; says which. */
  start(): Promise<'restored' | 'deployed'>;
  /** What is to be done once the world has been deployed anew while running. */
  onRebuilt(act: () => Promise<void>): void;
  /** Dumps and loads the chains whose node has grown too large. */
  shedMemory(): Promise<void>;
  stop(): Promise<void>;
}

/** Nodes grow by 4 to 13 KB an empty block and shrink to under 40 MB when dumped and loaded, measured. */
const NODE_MIB_MAX = 256;
const DEFAULT_SEED = 'routebook';

export const createFleet = (options: {
  dataDir: string;
  ports: readonly number[];
  /** Undefined: the saved world's, else the default. */
  seed: string | undefined;
  code: ContractCode;
  standIns: StandIns;
  /** Where freshly deployed worlds are kept. */
  cache: WorldCache;
  logger: Logger;
}): Fleet => {
  const { dataDir, ports, code, standIns, cache, logger } = options;
  let world: WorldFile | undefined;
  let closed = false;
  let rebuilding = Promise.resolve();
  let afterRebuild = async (): Promise<void> => {};

  /** A chain that cannot be had back takes the others with it. */
  const rebuild = (chain: Chain, error: unknown): void => {
    if (closed) return;
    logger.error({ chain: chain.slug, error: String(error) }, 'a chain is lost; deploying all six afresh');
    rebuilding = rebuilding.then(deployAfresh).then(() => afterRebuild());
  };
  const keepers = CHAINS.map((chain, index) =>
    createChainKeeper({ chain, port: ports[index] ?? 0, dataDir, logger, closed: () => closed, onLost: (error) => rebuild(chain, error) }),
  );
  const links = keepers.map(({ chain, rpc }) => createChainLink({ chain, rpc, from: OWNER }));
  const each = async (act: (keeper: ChainKeeper) => Promise<unknown>): Promise<void> => void (await Promise.all(keepers.map(act)));

  const stateFiles = keepers.map(({ stateFile }) => stateFile);
  const clear = async (): Promise<void> => {
    await each((keeper) => keeper.stop());
    await each((keeper) => rm(keeper.stateFile, { force: true }));
  };

  /** True when the world of this seed was deployed before and its nodes run. */
  const startKept = async (seed: string): Promise<boolean> => {
    if (!(await cache.restore(seed, stateFiles))) return false;
    try {
      await each((keeper) => keeper.start());
      await Promise.all(links.map(assertContracts));
      logger.info({ seed }, 'began from a world that an earlier deployment kept');
      return true;
    } catch (error) {
      if (closed) throw error;
      logger.warn({ error: String(error) }, 'a kept world does not start and is deployed anew');
      await cache.forget(seed);
      await clear();
      return false;
    }
  };

  const deploy = async (seed: string): Promise<void> => {
    await each((keeper) => keeper.start());
    const startedAtMs = performance.now();
    await deployWorld(links, { code, standIns, seed, logger });
    logger.info({ tookMs: Math.round(performance.now() - startedAtMs), seed }, 'deployed the contracts on six chains');
    // From here on a chain that dies has a state to come back to.
    await each((keeper) => keeper.stop());
    await cache.keep(seed, stateFiles);
    await each((keeper) => keeper.start());
  };

  const deployAfresh = async (): Promise<void> => {
    const seed = options.seed ?? world?.seed ?? DEFAULT_SEED;
    await clear();
    if (!(await startKept(seed))) await deploy(seed);
    world = { fingerprint: await worldFingerprint(), seed, epochMs: Date.now(), owedCredits: [] };
    await writeWorldFile(dataDir, world);
  };

  const restore = async (saved: WorldFile): Promise<boolean> => {
    try {
      for (const { stateFile } of keepers) JSON.parse(await readFile(stateFile, 'utf8'));
      await each((keeper) => keeper.start());
      await Promise.all(links.map(assertContracts));
      world = saved;
      return true;
    } catch (error) {
      logger.warn({ error: String(error) }, 'the saved world cannot be restored');
      return false;
    }
  };

  return {
    keepers,
    links,
    world: () => {
      if (world === undefined) throw new Error('the simnet has not started');
      return world;
    },
    remember: async (change) => {
      if (world === undefined) return;
      world = { ...world, ...change };
      await writeWorldFile(dataDir, world);
    },
    start: async () => {
      await each((keeper) => keeper.endOrphan());
      const saved = await readWorldFile(dataDir);
      const why = await staleness(saved, options.seed);
      if (saved !== undefined && why === undefined && (await restore(saved))) return 'restored';
      logger.info({ why: why ?? 'a state is missing or unreadable' }, 'beginning a new world');
      await deployAfresh();
      return 'deployed';
    },
    onRebuilt: (act) => {
      afterRebuild = act;
    },
    shedMemory: async () => {
      const sizes = await residentMiB(keepers.flatMap((keeper) => keeper.pid() ?? []));
      for (const keeper of keepers) {
        const mebibytes = sizes.get(keeper.pid() ?? 0) ?? 0;
        if (mebibytes <= NODE_MIB_MAX) continue;
        await keeper.recycle();
        logger.info({ chain: keeper.chain.slug, mebibytes: Math.round(mebibytes) }, 'dumped and loaded a chain that had grown');
      }
    },
    stop: async () => {
      closed = true;
      await rebuilding.catch(() => undefined);
      await each((keeper) => keeper.stop());
    },
  };
};

/** Why what was saved is not what is wanted now. */
const staleness = async (saved: WorldFile | undefined, seed: string | undefined): Promise<string | undefined> => {
  if (saved === undefined) return 'nothing is saved here yet';
  if (saved.fingerprint !== (await worldFingerprint())) return 'the contracts or their settings have changed';
  return seed !== undefined && seed !== saved.seed ? `the seed is "${seed}", the saved world's is "${saved.seed}"` : undefined;
};

const assertContracts = async ({ chain, rpc }: ChainLink): Promise<void> => {
  const code = await rpc.call<Hex>('eth_getCode', [spokePoolOf(chain.chainId), 'latest']);
  if (code === '0x') throw new Error(`${chain.slug}: the saved state holds no contracts`);
};
