import type { ReliedContract } from '../_kit/relied-contract.ts';
import { ALLOWANCE_HOLDER, OPEN_ROUTER } from './contracts.ts';
import { manifest } from './manifest.ts';

const SOURCE = 'docs.socket.tech/integrate/contract-addresses';

/** Who takes tokens, and what it calls. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] =>
  manifest.chains.includes(chainId)
    ? [
        { name: 'AllowanceHolder', address: ALLOWANCE_HOLDER, source: SOURCE },
        { name: 'OpenRouter', address: OPEN_ROUTER, source: SOURCE },
      ]
    : [];
