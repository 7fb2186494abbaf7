import { SIMNET_BRIDGES } from '../bridges/registry.ts';

/** Whoever carries for a bridge. */
export const RELAYER_NAMES: readonly string[] = SIMNET_BRIDGES.flatMap(({ relayers }) => relayers.map(({ name }) => name));
