import type { SimnetBridge } from './_kit/simnet-bridge.ts';

/** Every bridge that the simnet knows beside Across and Stargate. */
export const SIMNET_BRIDGES: readonly SimnetBridge[] = [];
