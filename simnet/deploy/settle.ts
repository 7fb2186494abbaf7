import type { Logger } from '#platform/telemetry/logger.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import type { ChainLink, Receipt } from '../chains/chain-link.ts';
import type { Job } from '../relayers/relay-loop.ts';

/** A deposit, what fills it, and the word that goes back; one to spare. */
const ROUNDS_MAX = 4;

/**
 * Brings to its end what the configuration of one chain began on another, as each bridge's own relayers do it: a world that is kept for later must
 * not hold a deposit that somebody fills months after. `nowMs` is the chains' time.
 */
export const settle = async (links: readonly ChainLink[], nowMs: number, logger: Logger): Promise<void> => {
  const finders = SIMNET_BRIDGES.flatMap(({ relayers }) => relayers.map(({ find }) => find(links, logger)));
  const done = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = done.size;
    for (const find of finders) {
      for (const job of await find(nowMs)) {
        if (done.has(job.key)) continue;
        await carry(links, job);
        done.add(job.key);
      }
    }
    if (done.size === before) return;
  }
  throw new Error(`what the deployment began has no end after ${ROUNDS_MAX} rounds: ${[...done].join(', ')}`);
};

const carry = async (links: readonly ChainLink[], job: Job): Promise<void> => {
  const link = links.find(({ chain }) => chain.chainId === job.chainId);
  if (link === undefined) throw new Error(`${job.key}: no chain ${job.chainId}`);
  const hash = await job.send(link);
  await link.rpc.call('evm_mine');
  const receipt = await link.rpc.call<Receipt | null>('eth_getTransactionReceipt', [hash]);
  if (receipt?.status !== '0x1') throw new Error(`${job.key} ${receipt === null ? 'was not mined' : 'reverted'} on ${link.chain.slug}`);
};
