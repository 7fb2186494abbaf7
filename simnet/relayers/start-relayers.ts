import type { Logger } from '#platform/telemetry/logger.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import type { ChainLink } from '../chains/chain-link.ts';
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

/** Looking twice as often made the whole simnet take 9 % of a core when idle, measured. */
const ROUND_MS = 1_000;
/** Refunds are as slow as root bundles are. */
const REFUNDS_ROUND_MS = 5_000;

/** Those who carry the money: a relayer of Across, LayerZero's verifier and executor, the data worker that refunds what nobody filled, and those of the other bridges. */
export const startRelayers = async (options: {
  readonly links: readonly ChainLink[];
  readonly dials: RelayerDials;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<Relayers> => {
  const { links } = options;
  const others = SIMNET_BRIDGES.flatMap(({ relayers }) => relayers);
  const endowOn = async (link: ChainLink): Promise<void> => {
    await endowAcrossRelayer(link);
    for (const { endow } of others) await endow(link);
  };
  const endow = async () => void (await Promise.all(links.map(endowOn)));
  await endow();
  const loops = [
    startRelayLoop({ ...options, name: 'across', roundMs: ROUND_MS, find: findAcrossFills(links) }),
    startRelayLoop({ ...options, name: 'layerzero', roundMs: ROUND_MS, find: findPackets(links) }),
    startRelayLoop({ ...options, name: 'refunds', roundMs: REFUNDS_ROUND_MS, find: findRefunds(links) }),
    ...others.map(({ name, roundMs, find }) => startRelayLoop({ ...options, name, roundMs, find: find(links) })),
  ];
  return { endow, stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
};
