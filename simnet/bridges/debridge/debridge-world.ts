import type { Address } from 'viem';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import { OWNER } from '../../deploy/accounts.ts';
import type { Construction } from '../../deploy/construct.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { CARRIER, endowCarrier, findMessages } from './carrier.ts';
import { dlnError } from './create-tx.ts';
import { createDlnApi } from './dln-api.ts';
import { dlnQuoteFaults } from './dln-faults.ts';
import { fixedFee, PROTOCOL_BPS } from './fees.ts';
import { endowSolver, findOrders } from './solver.ts';

const constructions = (chainId: number, code: StandIns): readonly (readonly Construction[])[] => [
  [
    {
      at: DLN_SOURCE as Address,
      creationCode: code('DlnSource'),
      parameters: 'address, address, uint88, uint16, uint256[]',
      values: [
        OWNER,
        CARRIER,
        fixedFee(chainId),
        Number(PROTOCOL_BPS),
        CHAINS.filter((chain) => chain.chainId !== chainId).map((chain) => BigInt(chain.chainId)),
      ],
    },
    { at: DLN_DESTINATION as Address, creationCode: code('DlnDestination'), parameters: 'address, address', values: [OWNER, CARRIER] },
  ],
];

/** deBridge's DLN by stand-ins written here: both sides' contracts, its API, a solver that fills, and who carries the word back. */
export const debridgeWorld: SimnetBridge = {
  id: 'debridge',
  constructions,
  configure: async () => {},
  upstream: {
    apis: { debridge: createDlnApi },
    errorBody: (status) => dlnError('INTERNAL_SERVER_ERROR', 'Internal server error', status).body,
    quoteFaults: dlnQuoteFaults,
    drains: true,
  },
  relayers: [
    { name: 'debridge', roundMs: 2_000, find: findOrders, endow: endowSolver },
    // Solvers are repaid in their own time; a cancelled order's maker waits for it.
    { name: 'debridge-messages', roundMs: 5_000, find: findMessages, endow: endowCarrier },
  ],
};
