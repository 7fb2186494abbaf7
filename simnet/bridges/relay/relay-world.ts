import type { Address } from 'viem';
import { DEPOSITORY, SOLVER } from '#bridges/relay/contracts.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { createDepositAddresses, findSweeps } from './deposit-addresses.ts';
import { createRelayApi } from './relay-api.ts';
import { relayQuoteFaults } from './relay-faults.ts';
import { endowSolver, findPayments, OPERATOR } from './relay-solver.ts';

/** One process is one Relay. */
const addresses = createDepositAddresses();

/** Relay: a depository and a solver, both stand-ins written here, and the API that asks for deposits into the one and tells of the other. */
export const relayWorld: SimnetBridge = {
  id: 'relay',
  constructions: (_chainId, code) => [
    [
      { at: DEPOSITORY as Address, creationCode: code('RelayDepositoryStandIn') },
      { at: SOLVER as Address, creationCode: code('RelaySolverStandIn'), parameters: 'address', values: [OPERATOR] },
    ],
  ],
  configure: async () => {},
  upstream: {
    apis: { relay: createRelayApi(addresses) },
    errorBody: () => ({ message: 'Internal server error', errorCode: 'UNKNOWN_ERROR' }),
    quoteFaults: relayQuoteFaults,
    drains: true,
  },
  relayers: [
    { name: 'relay-solver', roundMs: 1_000, find: findPayments, endow: endowSolver },
    { name: 'relay-sweeper', roundMs: 1_000, find: findSweeps(addresses), endow: async () => {} },
  ],
};
