import type { Logger } from '#platform/telemetry/logger.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import type { RelayerDials } from './dials.ts';
import { startRelayLoop } from './relay-loop.ts';

export interface Relayers {
  /** Gives them what they pay out; done at the start, and again on chains that were deployed anew. */
  endow(): Promise<void>;
  stop(): Promise<void>;
}

/** Those who carry the money: every bridge's own. */
export const startRelayers = async (options: {
  readonly links: readonly ChainLink[];
  readonly dials: RelayerDials;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<Relayers> => {
  const { links } = options;
  const relayers = SIMNET_BRIDGES.flatMap((bridge) => bridge.relayers);
  const endowOn = async (link: ChainLink): Promise<void> => {
    for (const relayer of relayers) await relayer.endow(link);
  };
  const endow = async () => void (await Promise.all(links.map(endowOn)));
  await endow();
  const loops = relayers.map(({ name, roundMs, find }) => startRelayLoop({ ...options, name, roundMs, find: find(links, options.logger) }));
  return { endow, stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
};
