import type { ReliedContract } from '../_kit/relied-contract.ts';
import { DLN_CHAINS, DLN_DESTINATION, DLN_SOURCE } from './contracts.ts';

const SOURCE = '@debridge-finance/dln-client 8.3.6; docs.debridge.com, deployed contracts';

/** Where orders are given, and where they are taken. Neither says more of itself than that it is paused, which is among its vitals. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] =>
  (DLN_CHAINS as readonly number[]).includes(chainId)
    ? [
        { name: 'DlnSource', address: DLN_SOURCE, source: SOURCE },
        { name: 'DlnDestination', address: DLN_DESTINATION, source: SOURCE },
      ]
    : [];
