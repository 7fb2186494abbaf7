import { endowAcrossRelayer, findAcrossFills } from '../../relayers/across-relayer.ts';
import { findRefunds } from '../../relayers/refunds.ts';
import { createAcrossApi } from '../../upstream/across-api.ts';
import { acrossQuoteFaults } from '../../upstream/across-faults.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';

/** Across: its API, a relayer that fills, and the data worker that refunds what nobody filled. Its contracts are in `simnet/deploy`. */
export const acrossWorld: SimnetBridge = {
  id: 'across',
  constructions: () => [],
  configure: async () => {},
  upstream: {
    apis: { across: createAcrossApi },
    errorBody: (status) => ({ type: 'AcrossApiError', code: 'INTERNAL_SERVER_ERROR', status, message: 'Internal server error' }),
    quoteFaults: acrossQuoteFaults,
    drains: true,
  },
  relayers: [
    // Looking twice as often made the whole simnet take 9 % of a core when idle, measured.
    { name: 'across', roundMs: 1_000, find: findAcrossFills, endow: endowAcrossRelayer },
    // Refunds are as slow as root bundles are.
    { name: 'refunds', roundMs: 5_000, find: findRefunds, endow: async () => {} },
  ],
};
