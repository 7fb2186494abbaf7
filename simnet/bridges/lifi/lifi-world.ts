import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { DIAMOND } from '#bridges/lifi/contracts.ts';
import { wrappedCoin } from '../../deploy/addresses.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { createLifiApi } from './lifi-api.ts';
import { lifiQuoteFaults } from './lifi-faults.ts';

/** LI.FI: its API over the simnet's Across, and a stand-in for its diamond. Across's relayers carry what it starts. */
export const lifiWorld: SimnetBridge = {
  id: 'lifi',
  constructions: (chainId, code) => {
    const pool = spokePool(chainId);
    if (pool === undefined) return [];
    const parameters = 'address, address';
    return [[{ at: DIAMOND, creationCode: code('LiFiDiamond'), parameters, values: [pool, wrappedCoin(chainId)] }]];
  },
  configure: async () => {},
  upstream: {
    apis: { lifi: createLifiApi },
    errorBody: () => ({ message: 'Internal server error', code: 1006 }),
    quoteFaults: lifiQuoteFaults,
  },
  relayers: [],
};
