import { endowAcrossRelayer, findAcrossFills } from '../relayers/across-relayer.ts';
import { findRefunds } from '../relayers/refunds.ts';
import { createAcrossApi } from '../upstream/across-api.ts';
import { acrossQuoteFaults } from '../upstream/across-faults.ts';
import type { SimulatedBridge } from './simulated-bridge.ts';

/** Across: its API, a relayer that fills, and the data worker that refunds what nobody filled. */
export const acrossWorld: SimulatedBridge = {
  id: 'across',
  apis: { across: createAcrossApi },
  errorBody: (status) => ({ type: 'AcrossApiError', code: 'INTERNAL_SERVER_ERROR', status, message: 'Internal server error' }),
  quoteFaults: acrossQuoteFaults,
  drains: true,
  relayers: [
    // Once a second: twice that made the whole simnet take 9 % of a core when idle, measured.
    { name: 'across', roundMs: 1_000, find: findAcrossFills, endow: endowAcrossRelayer },
    // Refunds are as slow as root bundles are; they need no hurry.
    { name: 'refunds', roundMs: 5_000, find: findRefunds },
  ],
};
