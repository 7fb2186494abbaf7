import { acrossWorld } from './across.ts';
import type { SimulatedBridge } from './simulated-bridge.ts';
import { stargateWorld } from './stargate.ts';

/** Every bridge of the simnet. */
export const SIMULATED_BRIDGES: readonly SimulatedBridge[] = [acrossWorld, stargateWorld];
