import { findPackets } from '../../relayers/layerzero-relayer.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';

/** Stargate: its contracts quote by themselves (`simnet/deploy`); LayerZero's verifier and executor deliver. */
export const stargateWorld: SimnetBridge = {
  id: 'stargate',
  constructions: () => [],
  configure: async () => {},
  relayers: [{ name: 'layerzero', roundMs: 1_000, find: findPackets, endow: async () => {} }],
};
