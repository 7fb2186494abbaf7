import { type Address, encodeFunctionData, parseUnits } from 'viem';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { CONFIG_STORE, HUB_POOL } from '#bridges/across/contracts.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ContractCode } from '../artifacts/contract-code.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { HUB_LIQUIDITY, RATE_MODEL, rateModelJson } from '../world/across-pools.ts';
import { acrossAbi, tokenAbi } from './abi.ts';
import { OWNER } from './accounts.ts';
import { LP_TOKEN_FACTORY, SPOKE_POOL_IMPLEMENTATION, wrappedCoin } from './addresses.ts';
import type { Construction } from './construct.ts';
import { grantCalls, tokensOf } from './tokens.ts';

export const HUB_CHAIN_ID = 1;
const NOBODY = '0x0000000000000000000000000000000000000000';
/** As on the mainnets: a quote may be an hour old, a fill deadline six hours away. Seconds. */
const QUOTE_BUFFER_S = 3_600;
const FILL_DEADLINE_BUFFER_S = 21_600;

export const spokePoolOf = (chainId: number): Address => {
  const address = spokePool(chainId);
  if (address === undefined) throw new Error(`no spoke pool is known on chain ${chainId}`);
  return address as Address;
};

/**
 * `Ethereum_SpokePool` serves every chain: the pools of other chains differ only in how the hub's orders reach them, and here the
 * owner gives those himself.
 */
export const acrossImplementations = (chainId: number, code: ContractCode): readonly Construction[] => [
  {
    at: SPOKE_POOL_IMPLEMENTATION,
    creationCode: code.SpokePool,
    parameters: 'address, uint32, uint32, address',
    values: [wrappedCoin(chainId), QUOTE_BUFFER_S, FILL_DEADLINE_BUFFER_S, NOBODY],
  },
  ...(chainId === HUB_CHAIN_ID
    ? [
        { at: LP_TOKEN_FACTORY, creationCode: code.LpTokenFactory },
        { at: CONFIG_STORE as Address, creationCode: code.AcrossConfigStore },
      ]
    : []),
];

export const acrossPools = (chainId: number, code: ContractCode): readonly Construction[] => [
  {
    at: spokePoolOf(chainId),
    creationCode: code.ERC1967Proxy,
    parameters: 'address, bytes',
    values: [
      SPOKE_POOL_IMPLEMENTATION,
      encodeFunctionData({
        abi: acrossAbi,
        functionName: 'initialize',
        args: [0, chainId === HUB_CHAIN_ID ? (HUB_POOL as Address) : OWNER],
      }),
    ],
  },
  ...(chainId === HUB_CHAIN_ID
    ? [
        {
          at: HUB_POOL as Address,
          creationCode: code.HubPool,
          parameters: 'address, address, address, address',
          values: [LP_TOKEN_FACTORY, OWNER, wrappedCoin(chainId), NOBODY],
        },
      ]
    : []),
];

/** Enables each token at the hub, fills its pool, says which token it is on each chain, and publishes its rate model. */
export const configureHub = async (link: ChainLink): Promise<void> => {
  if (link.chain.chainId !== HUB_CHAIN_ID) return;
  await link.send(tokensOf(HUB_CHAIN_ID).flatMap(hubCalls));
};

const hubCalls = (asset: Asset): readonly OwnerCall[] => {
  const hub = HUB_POOL as Address;
  const token = asset.address as Address;
  const liquidity = parseUnits(HUB_LIQUIDITY[asset.symbol] ?? '0', asset.decimals);
  const isWeth = token === wrappedCoin(HUB_CHAIN_ID);
  const counterparts = CHAINS.flatMap((chain) => assetById(`${chain.slug}:${asset.symbol}`) ?? []);
  return [
    { to: hub, data: encodeFunctionData({ abi: acrossAbi, functionName: 'enableL1TokenForLiquidityProvision', args: [token] }) },
    ...(isWeth ? [] : grantCalls(asset, OWNER, liquidity)),
    ...(isWeth ? [] : [{ to: token, data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [hub, liquidity] }) }]),
    {
      to: hub,
      data: encodeFunctionData({ abi: acrossAbi, functionName: 'addLiquidity', args: [token, liquidity] }),
      value: isWeth ? liquidity : 0n,
    },
    ...counterparts.map(({ chainId, address }) => ({
      to: hub,
      data: encodeFunctionData({
        abi: acrossAbi,
        functionName: 'setPoolRebalanceRoute',
        args: [BigInt(chainId), token, address as Address],
      }),
    })),
    {
      to: CONFIG_STORE as Address,
      data: encodeFunctionData({ abi: acrossAbi, functionName: 'updateTokenConfig', args: [token, rateModelJson(RATE_MODEL)] }),
    },
  ];
};
