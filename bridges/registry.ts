import type { Bridge } from './_kit/port.ts';
import { across } from './across/across.ts';
import { arbitrumBridge } from './arbitrum-bridge/arbitrum-bridge.ts';
import { baseBridge } from './base-bridge/base-bridge.ts';
import { bungee } from './bungee/bungee.ts';
import { cctp } from './cctp/cctp.ts';
import { debridge } from './debridge/debridge.ts';
import { hop } from './hop/hop.ts';
import { lifi } from './lifi/lifi.ts';
import { optimismBridge } from './optimism-bridge/optimism-bridge.ts';
import { polygonBridge } from './polygon-bridge/polygon-bridge.ts';
import { relay } from './relay/relay.ts';
import { stargate } from './stargate/stargate.ts';
import { stargateBus } from './stargate-bus/stargate-bus.ts';

/** Every bridge that Routebook knows. ROUTEBOOK_BRIDGES says which of them are in use. */
export const BRIDGES: readonly Bridge[] = [
  across,
  stargate,
  stargateBus,
  relay,
  hop,
  cctp,
  debridge,
  optimismBridge,
  baseBridge,
  arbitrumBridge,
  polygonBridge,
  lifi,
  bungee,
];
