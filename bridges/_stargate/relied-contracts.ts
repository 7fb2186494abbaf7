import { type Hex, parseAbi } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import { messagingAbi } from './abi.ts';
import { ENDPOINT_V2, STARGATE_ASSET_IDS, STARGATE_POOLS, type StargatePool, stargateChain } from './contracts.ts';

const LAYERZERO =
  '@layerzerolabs/lz-evm-sdk-v2 3.0.168, deployments/<chain>-mainnet/EndpointV2.json; eid: @layerzerolabs/lz-definitions 3.1.13';
const STARGATE = '@stargatefinance/stg-evm-v2 2.0.6, deployments/<chain>-mainnet/*.json';

/** By what the endpoint and a pool are known. Signatures: @layerzerolabs/lz-evm-protocol-v2 3.0.168, @stargatefinance/stg-evm-v2 2.0.6. */
const identityAbi = parseAbi([
  'function eid() view returns (uint32)',
  'function token() view returns (address)',
  'function endpoint() view returns (address)',
  'function localEid() view returns (uint32)',
]);

const poolOf = (pool: StargatePool, eid: number): ReliedContract => ({
  name: `StargatePool ${pool.symbol}`,
  address: pool.address,
  source: STARGATE,
  facts: [
    factOf(identityAbi, 'token', assetById(`${chainById(pool.chainId)?.slug}:${pool.symbol}`)?.address ?? ''),
    factOf(identityAbi, 'endpoint', ENDPOINT_V2),
    factOf(identityAbi, 'localEid', eid),
  ],
});

/** LayerZero's endpoint, the messaging that knows every pool by its asset id, and the pools: each names the ones before it. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  const chain = stargateChain(chainId);
  if (chain === undefined) return [];
  const pools = STARGATE_POOLS.filter((pool) => pool.chainId === chainId);
  return [
    { name: 'EndpointV2', address: ENDPOINT_V2, source: LAYERZERO, facts: [factOf(identityAbi, 'eid', chain.eid)] },
    {
      name: 'TokenMessaging',
      address: chain.tokenMessaging,
      source: STARGATE,
      facts: pools.map(({ address, symbol }) => ({
        ...factOf(messagingAbi, 'assetIds', STARGATE_ASSET_IDS[symbol], [address as Hex]),
        name: `asset id of ${symbol}`,
      })),
    },
    ...pools.map((pool) => poolOf(pool, chain.eid)),
  ];
};
