import type { Address } from 'viem';
import { domainOf, MESSAGE_TRANSMITTER, TOKEN_MESSENGER, TOKEN_MINTER, usdcOn } from '#bridges/cctp/contracts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import { OWNER } from '../../deploy/accounts.ts';
import type { Construction } from '../../deploy/construct.ts';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { ATTESTER } from './attester.ts';
import { endowForwarder, findForwards } from './forwarder.ts';
import { createIrisApi, irisError } from './iris-api.ts';

/** Circle's limit of one message: 10 million USDC. */
const BURN_LIMIT = 10_000_000_000_000n;

const constructions = (chainId: number, code: StandIns): readonly (readonly Construction[])[] => {
  const remotes = CHAINS.filter((chain) => chain.chainId !== chainId);
  return [
    [
      {
        at: MESSAGE_TRANSMITTER as Address,
        creationCode: code('CctpMessageTransmitter'),
        parameters: 'uint32, address, address',
        values: [domainOf(chainId), ATTESTER, OWNER],
      },
      {
        at: TOKEN_MINTER as Address,
        creationCode: code('CctpTokenMinter'),
        parameters: 'address, uint256',
        values: [usdcOn(chainId)?.address, BURN_LIMIT],
      },
      {
        at: TOKEN_MESSENGER as Address,
        creationCode: code('CctpTokenMessenger'),
        parameters: 'address, address, address, address, uint32[], address[]',
        values: [
          MESSAGE_TRANSMITTER,
          usdcOn(chainId)?.address,
          OWNER,
          TOKEN_MINTER,
          remotes.map((chain) => domainOf(chain.chainId)),
          remotes.map((chain) => usdcOn(chain.chainId)?.address),
        ],
      },
    ],
  ];
};

/** Circle's CCTP V2 by stand-ins written here: burning and minting contracts, the attester with its API, and the forwarder. */
export const cctpWorld: SimnetBridge = {
  id: 'cctp',
  constructions,
  configure: async () => {},
  upstream: { apis: { cctp: createIrisApi }, errorBody: (status) => irisError(status, 'Internal server error').body, drains: true },
  relayers: [{ name: 'cctp', roundMs: 2_000, find: findForwards, endow: endowForwarder }],
};
