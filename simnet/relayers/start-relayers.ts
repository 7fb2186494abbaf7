import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { createRecentDeposits } from './across-deposits.ts';
import { endowAcrossRelayer, findAcrossFills } from './across-relayer.ts';
import type { RelayerDials } from './dials.ts';
import { findPackets } from './layerzero-relayer.ts';
import { findRefunds } from './refunds.ts';
import { startRelayLoop } from './relay-loop.ts';

export interface Relayers {
  /** Gives them what they pay out; done at the start, and again on chains that were deployed anew. */
  endow(): Promise<void>;
  stop(): Promise<void>;
}

/** Those who carry the money: a relayer of Across, LayerZero's verifier and executor, and the data worker that refunds what nobody filled. */
export const startRelayers = async (options: {
  readonly links: readonly ChainLink[];
  readonly dials: RelayerDials;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<Relayers> => {
  const { links } = options;
  const endow = async () => void (await Promise.all(links.map(endowAcrossRelayer)));
  await endow();
  const recentDeposits = createRecentDeposits(options.logger);
  const loops = [
    startRelayLoop({ ...options, name: 'across', find: findAcrossFills(links, recentDeposits) }),
    startRelayLoop({ ...options, name: 'layerzero', find: findPackets(links) }),
    startRelayLoop({ ...options, name: 'refunds', find: findRefunds(links, recentDeposits) }),
  ];
  return { endow, stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
};
