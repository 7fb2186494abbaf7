import type { SimnetBridge } from './_kit/simnet-bridge.ts';
import { acrossWorld } from './across/across-world.ts';
import { arbitrumBridgeWorld } from './arbitrum-bridge/arbitrum-bridge-world.ts';
import { baseBridgeWorld } from './base-bridge/base-bridge-world.ts';
import { bungeeWorld } from './bungee/bungee-world.ts';
import { cctpWorld } from './cctp/cctp-world.ts';
import { debridgeWorld } from './debridge/debridge-world.ts';
import { hopWorld } from './hop/hop-world.ts';
import { lifiWorld } from './lifi/lifi-world.ts';
import { optimismBridgeWorld } from './optimism-bridge/optimism-bridge-world.ts';
import { polygonBridgeWorld } from './polygon-bridge/polygon-bridge-world.ts';
import { relayWorld } from './relay/relay-world.ts';
import { stargateWorld } from './stargate/stargate-world.ts';
import { stargateBusWorld } from './stargate-bus/stargate-bus-world.ts';

/** Every bridge of the simnet. */
export const SIMNET_BRIDGES: readonly SimnetBridge[] = [
  acrossWorld,
  stargateWorld,
  stargateBusWorld,
  relayWorld,
  hopWorld,
  cctpWorld,
  debridgeWorld,
  optimismBridgeWorld,
  baseBridgeWorld,
  polygonBridgeWorld,
  arbitrumBridgeWorld,
  lifiWorld,
  bungeeWorld,
];
