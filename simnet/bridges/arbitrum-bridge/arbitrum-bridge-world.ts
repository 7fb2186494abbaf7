import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { configureArbitrum } from './configure.ts';
import { arbitrumConstructions } from './deploy.ts';
import { findTickets } from './sequencer.ts';
import { findAssertions } from './validator.ts';

const nobody = async (): Promise<void> => {};

/** Arbitrum's own bridge: the packages' contracts, its sequencer that carries deposits, and its validator. Claims are the user's. */
export const arbitrumBridgeWorld: SimnetBridge = {
  id: 'arbitrum-bridge',
  constructions: arbitrumConstructions,
  configure: configureArbitrum,
  relayers: [
    { name: 'arbitrum-sequencer', roundMs: 2_000, find: findTickets, endow: nobody },
    { name: 'arbitrum-validator', roundMs: 5_000, find: findAssertions, endow: nobody },
  ],
};
