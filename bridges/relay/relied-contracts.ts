import type { ReliedContract } from '../_kit/relied-contract.ts';
import { DEPOSITORY } from './contracts.ts';
import { manifest } from './manifest.ts';

const SOURCE = 'relayprotocol/relay-depository at 8c46f72d; docs.relay.link/references/api/api_resources/contract-addresses';

/** Where deposits are made. The solver that pays is an account and no contract. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] =>
  manifest.chains.includes(chainId) ? [{ name: 'RelayDepository', address: DEPOSITORY, source: SOURCE }] : [];
