import { findPackets } from '../relayers/layerzero-relayer.ts';
import type { SimulatedBridge } from './simulated-bridge.ts';

/** Stargate: the contracts quote by themselves; LayerZero's verifier and executor deliver. */
export const stargateWorld: SimulatedBridge = {
  id: 'stargate',
  relayers: [{ name: 'layerzero', roundMs: 1_000, find: findPackets }],
};
