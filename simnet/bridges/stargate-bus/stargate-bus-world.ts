import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { findBuses } from './driver.ts';

/** Stargate's buses: they ride on the taxi's contracts, and LayerZero's verifier and executor deliver what they carry. The driver is theirs alone. */
export const stargateBusWorld: SimnetBridge = {
  id: 'stargate-bus',
  constructions: () => [],
  configure: async () => {},
  relayers: [{ name: 'bus-driver', roundMs: 1_000, find: findBuses, endow: async () => {} }],
};
