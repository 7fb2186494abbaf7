import type { SimnetBridge } from './_kit/simnet-bridge.ts';
import { acrossWorld } from './across/across-world.ts';
import { lifiWorld } from './lifi/lifi-world.ts';
import { stargateWorld } from './stargate/stargate-world.ts';

/** Every bridge of the simnet. */
export const SIMNET_BRIDGES: readonly SimnetBridge[] = [acrossWorld, stargateWorld, lifiWorld];
