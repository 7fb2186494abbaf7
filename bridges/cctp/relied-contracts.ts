import { parseAbi } from 'viem';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import { domainOf, MESSAGE_TRANSMITTER, TOKEN_MESSENGER, TOKEN_MINTER } from './contracts.ts';

const PAGE = 'developers.circle.com/cctp/references/contract-addresses';
const SOURCE = `${PAGE}; @circle-fin/provider-cctp-v2 1.14.0`;

/** By what they know of each other. Signatures: circlefin/evm-cctp-contracts at 4061786a. */
const identityAbi = parseAbi([
  'function localDomain() view returns (uint32)',
  'function localMessageTransmitter() view returns (address)',
  'function localMinter() view returns (address)',
]);

/** What burns and mints, and what carries the message between. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  const domain = domainOf(chainId);
  if (domain === undefined) return [];
  return [
    {
      name: 'TokenMessengerV2',
      address: TOKEN_MESSENGER,
      source: SOURCE,
      facts: [factOf(identityAbi, 'localMessageTransmitter', MESSAGE_TRANSMITTER), factOf(identityAbi, 'localMinter', TOKEN_MINTER)],
    },
    { name: 'MessageTransmitterV2', address: MESSAGE_TRANSMITTER, source: SOURCE, facts: [factOf(identityAbi, 'localDomain', domain)] },
    { name: 'TokenMinterV2', address: TOKEN_MINTER, source: PAGE },
  ];
};
