import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { getAbiItem, type Hex, toEventSelector, toHex } from 'viem';
import { WebSocket } from 'ws';
import { spokePoolAbi } from '#bridges/across/abi.ts';
import { freePort } from '#platform/free-port.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { endowAcrossRelayer, findAcrossFills } from '#simnet/relayers/across-relayer.ts';
import type { Job } from '#simnet/relayers/relay-loop.ts';
import { planTransfer } from '#simnet/traffic/plan-transfer.ts';
import { endowTraffic, sendTransfer } from '#simnet/traffic/send-transfer.ts';
import { type Benchmark, quantile } from './harness.ts';
import { engineEnv, runService, runWorker } from './services.ts';
import { startWatchedChains } from './watched-chains.ts';

/** The default of CHAIN_POLL_INTERVAL_MS. */
const POLL_MS = 1_000;
/** What the pipeline may add to the interval. */
const ADDED_MS = 20;
const FILLS = 60;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const mine = (link: ChainLink) => link.rpc.call('evm_mine');

/** Deposits that wait for a fill: sent, and mined on every chain. */
const depositAll = async (links: readonly ChainLink[]): Promise<readonly Job[]> => {
  await Promise.all(links.flatMap((link) => [endowTraffic(link), endowAcrossRelayer(link)]));
  for (let id = 0; id < FILLS; id += 1) {
    const planned = planTransfer({ seed: 'bench', acrossShare: 1, busShare: 0, expiringShare: 0 }, id);
    const link = links.find(({ chain }) => chain.chainId === planned.originChainId);
    if (link !== undefined) await sendTransfer(link, planned);
  }
  await Promise.all(links.map(mine));
  return findAcrossFills(links, pino({ level: 'silent' }))(Date.now());
};

/** Hears of every transfer; says when each fill came, by its transaction. */
const openClient = async (port: number) => {
  const waiting = new Map<string, (atMs: number) => void>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/v1`, 'routebook.v1.json');
  socket.on('message', (data) => {
    const atMs = performance.now();
    const { transfers = [] } = JSON.parse(String(data)) as { transfers?: readonly { destinationTransaction?: string | null }[] };
    for (const { destinationTransaction } of transfers) waiting.get(destinationTransaction ?? '')?.(atMs);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ op: 'subscribe', id: '1', channel: 'transfers' }));
  return {
    heard: (hash: string) => new Promise<number>((resolve) => waiting.set(hash, resolve)),
    close: () => socket.terminate(),
  };
};

const LOGS = { topics: [[toEventSelector(getAbiItem({ abi: spokePoolAbi, name: 'FilledRelay' }))]] };

/** The barest way: eth_getLogs every interval. Gives when it has seen a transaction. */
const startBarePoll = (link: ChainLink) => {
  const seenAtMs = new Map<string, number>();
  let from = 0;
  const timer = setInterval(async () => {
    const logs = await link.rpc
      .call<readonly { transactionHash: string; blockNumber: Hex }[]>('eth_getLogs', [
        { ...LOGS, fromBlock: toHex(from), toBlock: 'latest' },
      ])
      .catch(() => []);
    for (const { transactionHash, blockNumber } of logs) {
      from = Math.max(from, Number(blockNumber));
      if (!seenAtMs.has(transactionHash)) seenAtMs.set(transactionHash, performance.now());
    }
  }, POLL_MS);
  return { seenAtMs, stop: () => clearInterval(timer) };
};

/** Mines one fill after another on each chain, at moments that know nothing of anybody's interval. */
const fillAll = async (options: { jobs: readonly Job[]; links: readonly ChainLink[]; client: Awaited<ReturnType<typeof openClient>> }) => {
  const { jobs, links, client } = options;
  const mined: { chainId: number; hash: string; atMs: number; heardMs: number }[] = [];
  await Promise.all(
    links.map(async (link) => {
      for (const job of jobs.filter(({ chainId }) => chainId === link.chain.chainId)) {
        await sleep(Math.random() * POLL_MS);
        const hash = await job.send(link);
        const heard = client.heard(hash);
        await mine(link);
        const atMs = performance.now();
        mined.push({ chainId: job.chainId, hash, atMs, heardMs: (await heard) - atMs });
      }
    }),
  );
  return mined;
};

export const bench: Benchmark = {
  name: 'fill → client',
  about: `${FILLS} fills mined on six local chains at random moments, from the block to the frame in a feed client's hands; every chain is looked at each ${POLL_MS} ms, and all of it shares the machine`,
  run: async (engines, report) => {
    const prefix = `bench${randomBytes(3).toString('hex')}`;
    const env = engineEnv(engines, prefix);
    const port = await freePort();
    const watched = await startWatchedChains({ engines, prefix, blockMs: undefined, pollMs: POLL_MS });
    const { links } = watched.chains;
    const processor = await runWorker('processors/transfers/main.ts', env);
    const api = await runService('api/main.ts', { ...env, PORT: String(port) }, `http://127.0.0.1:${port}/health/live`);
    const client = await openClient(port);
    const polls = new Map(links.map((link) => [link.chain.chainId, startBarePoll(link)]));
    try {
      report('deposits');
      const jobs = await depositAll(links);
      report('fills');
      const fills = await fillAll({ jobs, links, client });
      await sleep(2 * POLL_MS);
      const bare = fills.map(({ chainId, hash, atMs }) => (polls.get(chainId)?.seenAtMs.get(hash) ?? Number.NaN) - atMs);
      const ours = fills.map(({ heardMs }) => heardMs);
      const against = (share: number) => ({ what: 'eth_getLogs at the same interval', value: quantile(bare, share) });
      return [
        { what: 'p50', value: quantile(ours, 0.5), unit: 'ms', baseline: against(0.5), budget: { atMost: POLL_MS + ADDED_MS } },
        { what: 'p99', value: quantile(ours, 0.99), unit: 'ms', baseline: against(0.99) },
      ];
    } finally {
      for (const { stop } of polls.values()) stop();
      client.close();
      await api.stop();
      await processor.stop();
      await watched.stop();
    }
  },
};
