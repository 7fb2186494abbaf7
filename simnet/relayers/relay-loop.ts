import type { Address, Hex } from 'viem';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import type { RelayerDials } from './dials.ts';

/** One thing to carry to a chain: a fill, a message, a refund. */
export interface Job {
  /** Names it for good, whatever block its cause stands in. */
  readonly key: string;
  readonly chainId: number;
  /** Does it, and gives the hash of the transaction that tells whether it is done. */
  send(link: ChainLink): Promise<Hex>;
}

/** Sends calls of one account, one after another, for the chain's own clock to mine. Gives the last one's hash. */
export const sendCalls =
  (from: Address, calls: readonly { readonly to: Address; readonly data: Hex }[]) =>
  async (link: ChainLink): Promise<Hex> => {
    let hash: Hex = '0x';
    for (const { to, data } of calls) {
      hash = await link.rpc.call<Hex>('eth_sendTransaction', [
        { from, to, data, gas: GAS, maxFeePerGas: MAX_FEE_PER_GAS, maxPriorityFeePerGas: '0x0' },
      ]);
    }
    return hash;
  };

/** What looks for work: everything that waits now, whether or not it was found before. */
export type FindJobs = (nowMs: number) => Promise<readonly Job[]>;

export interface RelayLoop {
  /** One round: finds what waits and sends what is due. Returns how many jobs were sent. */
  round(): Promise<number>;
  stop(): Promise<void>;
}

/** A job whose transaction stays unmined for so long was lost; a chain of 4-second blocks has mined twice by then. */
const LOST_MS = 10_000;
/** How long a done job is looked at again: a reorg may undo it. */
const DOUBT_MS = 120_000;
const GAS = '0x1e8480';
const MAX_FEE_PER_GAS = '0x9184e72a000';

interface Sent {
  readonly hash: Hex;
  readonly atMs: number;
  mined: boolean;
}

/**
 * Carries what waits, as a relayer does: it looks, it waits as long as its dial says, it sends, and it looks again, as what it did may be
 * reorganised away and must then be done anew. Transactions of one sender go one after another; the chain's own clock mines them.
 */
export const startRelayLoop = (options: {
  readonly name: string;
  /** How often it looks. */
  readonly roundMs: number;
  readonly links: readonly ChainLink[];
  readonly find: FindJobs;
  readonly dials: RelayerDials;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
}): RelayLoop => {
  const { name, roundMs, links, find, dials, logger, now } = options;
  const firstSeenMs = new Map<string, number>();
  const sent = new Map<string, Sent>();
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<unknown> = Promise.resolve();

  const linkOf = (chainId: number) => links.find(({ chain }) => chain.chainId === chainId);

  /** Forgets what was sent and is not in the chain, so that it is sent again if it still waits. */
  const doubt = async (jobChains: ReadonlyMap<string, number>): Promise<void> => {
    for (const [key, one] of sent) {
      const chainId = jobChains.get(key);
      if (chainId === undefined) {
        // It waits no more, so it was done.
        one.mined = true;
        if (now() - one.atMs > DOUBT_MS) sent.delete(key);
        continue;
      }
      const rpc = linkOf(chainId)?.rpc;
      const receipt = await rpc?.call<{ status: Hex } | null>('eth_getTransactionReceipt', [one.hash]);
      if (receipt?.status === '0x0') sent.delete(key);
      else if (receipt) one.mined = true;
      // It was in the chain and is no more, or waits for something that will not come.
      else if (one.mined || now() - one.atMs > LOST_MS) sent.delete(key);
      // A reorg that came before we looked: it is in no block, and what a reorg drops does not wait for one either.
      else if ((await rpc?.call('eth_getTransactionByHash', [one.hash])) === null) sent.delete(key);
    }
  };

  const send = async (job: Job): Promise<void> => {
    const link = linkOf(job.chainId);
    if (link === undefined) return;
    const hash = await job.send(link);
    sent.set(job.key, { hash, atMs: now(), mined: false });
  };

  const round = async (): Promise<number> => {
    if (dials.isDead(name)) return 0;
    const jobs = await find(now());
    await doubt(new Map(jobs.map(({ key, chainId }) => [key, chainId])));
    let count = 0;
    for (const job of jobs) {
      const seenMs = firstSeenMs.get(job.key) ?? now();
      firstSeenMs.set(job.key, seenMs);
      if (sent.has(job.key) || now() - seenMs < dials.delayMs(name) || dials.isDead(name)) continue;
      await send(job);
      count += 1;
    }
    const waiting = new Set(jobs.map(({ key }) => key));
    for (const key of firstSeenMs.keys()) if (!waiting.has(key)) firstSeenMs.delete(key);
    return count;
  };

  const plan = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round()
        .catch((error: unknown) => logger.debug({ relayer: name, error: String(error) }, 'a round failed; the next tries again'))
        .then(plan);
    }, roundMs);
  };
  plan();
  return {
    round,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
