import { CHAINS } from '#core/domain/chain.ts';
import { type LocalChains, startLocalChains } from '#test/support/local-chains.ts';
import type { BenchEngines } from './harness.ts';
import { engineEnv, type RunningService, runWorker } from './services.ts';

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
  const env = { ...engineEnv(engines, prefix), ...rpc, CHAIN_POLL_INTERVAL_MS: String(pollMs) };
  const watcher = await runWorker('producers/chain-events/main.ts', env);
  return {
    chains,
    watcher,
    metricsUrl: watcher.metricsUrl,
    stop: async () => {
      await watcher.stop();
      await chains.close();
    },
  };
};
