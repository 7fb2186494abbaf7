import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BRIDGES } from '#bridges/registry.ts';
import type { Benchmark } from './harness.ts';
import { processCpuSeconds } from './process-cpu.ts';
import { startWatchedChains, type WatchedChains } from './watched-chains.ts';

/** The default of CHAIN_POLL_INTERVAL_MS. */
const POLL_MS = 1_000;
/** Somewhat quicker than the six chains' own blocks are on the whole. */
const BLOCK_MS = 1_000;
const WARM_UP_MS = 5_000;
const MEASURED_MS = 20_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The barest loop over the same chains, contracts and topics. */
const measureBare = async ({ chains }: WatchedChains): Promise<number> => {
  const watched = chains.links.flatMap(({ chain }) => BRIDGES.flatMap((bridge) => bridge.watches(chain.chainId)));
  const env = {
    ...process.env,
    RPC_URLS: chains.links.map(({ rpc }) => rpc.url).join(','),
    INTERVAL_MS: String(POLL_MS),
    ADDRESSES: [...new Set(watched.map(({ address }) => address))].join(','),
    TOPICS: [...new Set(watched.flatMap(({ topics }) => topics))].join(','),
    SECONDS: String(MEASURED_MS / 1_000),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'peers/poll-chains.ts')], { env });
  return Number(stdout.trim().split('\n').at(-1));
};

export const bench: Benchmark = {
  name: 'watch-idle',
  about: `the watcher over six local chains that mine a block a second and move no money, looking every ${POLL_MS} ms: its share of a core`,
  run: async (engines, report) => {
    const prefix = `bench${randomBytes(3).toString('hex')}`;
    const watched = await startWatchedChains({ engines, prefix, blockMs: BLOCK_MS, pollMs: POLL_MS });
    try {
      await sleep(WARM_UP_MS);
      report('the watcher');
      const before = await processCpuSeconds(watched.metricsUrl);
      const begunMs = performance.now();
      await sleep(MEASURED_MS);
      const seconds = (await processCpuSeconds(watched.metricsUrl)) - before;
      const share = (seconds * 100_000) / (performance.now() - begunMs);
      report('the barest loop');
      const bare = await measureBare(watched);
      return [
        {
          what: 'CPU of watching six idle chains',
          value: share,
          unit: '%',
          baseline: { what: 'eth_blockNumber and eth_getLogs by fetch', value: bare },
          budget: { atMost: 10 },
        },
      ];
    } finally {
      await watched.stop();
    }
  },
};
