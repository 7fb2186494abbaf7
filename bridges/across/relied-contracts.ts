import { parseAbi } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import { CONFIG_STORE, HUB_POOL } from './contracts.ts';

const SOURCE = '@across-protocol/contracts 5.0.27, dist/broadcast/deployed-addresses.json';
const HUB_CHAIN_ID = 1;

/** By what the two pools are known. Signatures: as above, SpokePool and HubPool. */
const identityAbi = parseAbi(['function chainId() view returns (uint256)', 'function weth() view returns (address)']);

/** The spoke pool that deposits and fills are made at; on Ethereum also what repays relayers, and what the LP fee follows from. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  const address = spokePool(chainId);
  if (address === undefined) return [];
  const spoke: ReliedContract = { name: 'SpokePool', address, source: SOURCE, facts: [factOf(identityAbi, 'chainId', chainId)] };
  if (chainId !== HUB_CHAIN_ID) return [spoke];
  const weth = assetById('ethereum:WETH')?.address ?? '';
  return [
    spoke,
    { name: 'HubPool', address: HUB_POOL, source: SOURCE, facts: [factOf(identityAbi, 'weth', weth)] },
    { name: 'AcrossConfigStore', address: CONFIG_STORE, source: SOURCE },
  ];
};
