import type { Logger } from '#platform/telemetry/logger.ts';
import { SIMULATED_BRIDGES } from '../bridges/simulated-bridges.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import type { RelayerDials } from './dials.ts';
import { startRelayLoop } from './relay-loop.ts';

export interface Relayers {
  /** Gives them what they pay out; done at the start, and again on chains that were deployed anew. */
  endow(): Promise<void>;
  stop(): Promise<void>;
}

const RELAYERS = SIMULATED_BRIDGES.flatMap(({ relayers = [] }) => relayers);

/** What each is called, for whoever slows one down. */
export const RELAYER_NAMES: readonly string[] = RELAYERS.map(({ name }) => name);

/** Those who carry the money: every bridge's own. */
export const startRelayers = async (options: {
  readonly links: readonly ChainLink[];
  readonly dials: RelayerDials;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<Relayers> => {
  const { links } = options;
  const endow = async (): Promise<void> => {
    for (const relayer of RELAYERS) await Promise.all(links.map((link) => relayer.endow?.(link)));
  };
  await endow();
  const loops = RELAYERS.map(({ name, roundMs, find }) => startRelayLoop({ ...options, name, roundMs, find: find(links) }));
  return { endow, stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
};
