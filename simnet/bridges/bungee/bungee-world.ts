import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { ALLOWANCE_HOLDER, OPEN_ROUTER } from '#bridges/bungee/contracts.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { createBungeeApi } from './bungee-api.ts';
import { bungeeQuoteFaults } from './bungee-faults.ts';

/** Bungee: Socket's API over the simnet's Across, and stand-ins for its two contracts. Across's relayers carry what they start. */
export const bungeeWorld: SimnetBridge = {
  id: 'bungee',
  constructions: (chainId, code) =>
    spokePool(chainId) === undefined
      ? []
      : [
          [
            { at: ALLOWANCE_HOLDER, creationCode: code('AllowanceHolder') },
            { at: OPEN_ROUTER, creationCode: code('OpenRouter'), parameters: 'address', values: [ALLOWANCE_HOLDER] },
          ],
        ],
  configure: async () => {},
  upstream: {
    apis: { bungee: createBungeeApi },
    errorBody: (status) => ({ success: false, statusCode: status, result: null, message: 'Internal server error' }),
    quoteFaults: bungeeQuoteFaults,
  },
  relayers: [],
};
