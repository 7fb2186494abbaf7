import { type Address, parseUnits, toHex } from 'viem';
import { L1_CHAIN_ID } from '#bridges/polygon-bridge/contracts.ts';
import { PAIRS } from '#bridges/polygon-bridge/pairs.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { grantCalls } from '../../deploy/tokens.ts';

/** In whole tokens: what others have deposited before, and so what can be withdrawn. */
const DEPOSITED_ETHER = parseUnits('100000', 18);
const DEPOSITED_TOKENS = '50000000';

/** The predicates hold what Polygon's people brought there. */
export const configurePolygon = async (link: ChainLink): Promise<void> => {
  if (link.chain.chainId !== L1_CHAIN_ID) return;
  for (const { isEther, l1, predicate } of PAIRS) {
    if (isEther) await link.rpc.call('anvil_setBalance', [predicate, toHex(DEPOSITED_ETHER)]);
    else await link.send(grantCalls(l1, predicate as Address, parseUnits(DEPOSITED_TOKENS, l1.decimals)));
  }
};
