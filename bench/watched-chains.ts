import { CHAINS } from '#core/domain/chain.ts';
import { type LocalChains, startLocalChains } from '#test/support/local-chains.ts';
import type { BenchEngines } from './harness.ts';
import { engineEnv, freePort, type RunningService, runService } from './services.ts';

export interface WatchedChains {
  readonly chains: LocalChains;
  readonly watcher: RunningService;
  /** Of the watcher, with its figures. */
  readonly metricsUrl: string;
  stop(): Promise<void>;
}

/** Six local chains with the bridges' contracts, and the real watcher over them. */
export const startWatchedChains = async (options: {
  readonly engines: BenchEngines;
  readonly prefix: string;
  /** Undefined: blocks come when somebody mines them. */
  readonly blockMs: number | undefined;
  readonly pollMs: number;
}): Promise<WatchedChains> => {
  const { engines, prefix, blockMs, pollMs } = options;
  const chains = await startLocalChains(blockMs);
  const rpc = Object.fromEntries(CHAINS.map(({ slug }) => [`RPC_URLS_${slug.toUpperCase()}`, chains.linkOf(slug).rpc.url]));
  const admin = `http://127.0.0.1:${await freePort()}`;
  const env = { ...engineEnv(engines, prefix), ...rpc, ADMIN_PORT: new URL(admin).port, CHAIN_POLL_INTERVAL_MS: String(pollMs) };
  const watcher = await runService('producers/chain-events/main.ts', env, `${admin}/health/ready`);
  return {
    chains,
    watcher,
    metricsUrl: `${admin}/metrics`,
    stop: async () => {
      await watcher.stop();
      await chains.close();
    },
  };
};
