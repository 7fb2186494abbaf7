import { type Address, concatHex, encodeFunctionData, type Hex, pad, parseUnits, toHex } from 'viem';
import { ENDPOINT_V2, STARGATE_ASSET_IDS, STARGATE_POOLS, type StargatePool, stargateChain } from '#bridges/_stargate/contracts.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { CHAINS, chainById } from '#core/domain/chain.ts';
import type { ContractCode } from '../artifacts/contract-code.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { POOL_DEPOSITS, SHARED_DECIMALS } from '../world/stargate-pools.ts';
import { busAbi, creditMessagingAbi, layerZeroAbi, stargateAbi, tokenAbi } from './abi.ts';
import { OWNER } from './accounts.ts';
import { MESSAGE_LIB_TO_ETHEREUM, MESSAGE_LIB_TO_OTHERS } from './addresses.ts';
import type { Construction } from './construct.ts';
import { grantCalls } from './tokens.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';
const QUEUE_CAPACITY = 512;
/** LayerZero option: type 3, executor, lzReceive gas; then the gas in 16 bytes. A taxi is delivered with 95 000, measured. */
const RECEIVE_OPTION_PREFIX = '0x000301001101';
const TAXI = 1;
const RECEIVE_GAS = 200_000n;
/** As many as a relayer's gas delivers at once. */
export const BUS_SEATS = 10;
/** Wei for a seat, until the planner has written what the world asks. */
const FIRST_FARE = 10n ** 13n;

/** A chain's LayerZero id and messaging contracts. */
export const stargateOn = (chainId: number): { eid: number; tokenMessaging: Address; creditMessaging: Address } => {
  const known = stargateChain(chainId);
  if (known === undefined) throw new Error(`Stargate is not known on chain ${chainId}`);
  return { eid: known.eid, tokenMessaging: known.tokenMessaging as Address, creditMessaging: known.creditMessaging as Address };
};

export const poolsOn = (chainId: number): readonly StargatePool[] => STARGATE_POOLS.filter((pool) => pool.chainId === chainId);

/** The asset that a pool carries. */
const assetOf = ({ chainId, symbol }: StargatePool): Asset => {
  const asset = assetById(`${chainById(chainId)?.slug}:${symbol}`);
  if (asset === undefined) throw new Error(`no asset ${symbol} on chain ${chainId}`);
  return asset;
};

const remotesOf = (chainId: number): readonly number[] => CHAINS.map((chain) => chain.chainId).filter((id) => id !== chainId);

export const messageLibTo = (chainId: number): Address => (chainId === 1 ? MESSAGE_LIB_TO_ETHEREUM : MESSAGE_LIB_TO_OTHERS);

export const endpoint = (chainId: number, code: ContractCode): Construction => ({
  at: ENDPOINT_V2,
  creationCode: code.EndpointV2,
  parameters: 'uint32, address',
  values: [stargateOn(chainId).eid, OWNER],
});

export const messageLibs = (code: ContractCode): readonly Construction[] =>
  [MESSAGE_LIB_TO_ETHEREUM, MESSAGE_LIB_TO_OTHERS].map((at) => ({
    at,
    creationCode: code.SimpleMessageLib,
    parameters: 'address, address',
    values: [ENDPOINT_V2, OWNER],
  }));

export const stargateContracts = (chainId: number, code: ContractCode): readonly Construction[] => {
  const { tokenMessaging, creditMessaging } = stargateOn(chainId);
  return [
    {
      at: tokenMessaging,
      creationCode: code.TokenMessaging,
      parameters: 'address, address, uint16',
      values: [ENDPOINT_V2, OWNER, QUEUE_CAPACITY],
    },
    { at: creditMessaging, creationCode: code.CreditMessaging, parameters: 'address, address', values: [ENDPOINT_V2, OWNER] },
    ...poolsOn(chainId).map((pool) => poolConstruction(pool, code)),
  ];
};

const poolConstruction = (pool: StargatePool, code: ContractCode): Construction => {
  const { address, decimals } = assetOf(pool);
  const names = [`${pool.symbol}-LP`, `S*${pool.symbol}`];
  const at = pool.address as Address;
  return pool.symbol === 'ETH'
    ? {
        at,
        creationCode: code.StargatePoolNative,
        parameters: 'string, string, uint8, uint8, address, address',
        values: [...names, decimals, SHARED_DECIMALS, ENDPOINT_V2, OWNER],
      }
    : {
        at,
        creationCode: pool.symbol === 'USDC' ? code.StargatePoolUSDC : code.StargatePool,
        parameters: 'string, string, address, uint8, uint8, address, address',
        values: [...names, address, decimals, SHARED_DECIMALS, ENDPOINT_V2, OWNER],
      };
};

/** Fee libraries read their pool when they are constructed, so they come last. */
export const feeLibs = (chainId: number, code: ContractCode): readonly Construction[] =>
  poolsOn(chainId).map((pool) => ({
    at: pool.feeLib as Address,
    creationCode: code.FeeLibV1,
    parameters: 'address',
    values: [pool.address],
  }));

/** Joins a chain to the others: libraries, peers, options, pools and their liquidity. Fees and credits come from the world. */
export const configureStargate = async (link: ChainLink): Promise<void> => {
  const { chainId } = link.chain;
  await link.send([...endpointCalls(chainId), ...messagingCalls(chainId), ...poolsOn(chainId).flatMap(poolCalls)]);
};

const endpointCalls = (chainId: number): readonly OwnerCall[] => {
  const call = (data: Hex): OwnerCall => ({ to: ENDPOINT_V2, data });
  return [
    ...[MESSAGE_LIB_TO_ETHEREUM, MESSAGE_LIB_TO_OTHERS].map((lib) =>
      call(encodeFunctionData({ abi: layerZeroAbi, functionName: 'registerLibrary', args: [lib] })),
    ),
    ...remotesOf(chainId).flatMap((remote) => {
      const { eid } = stargateOn(remote);
      return [
        call(encodeFunctionData({ abi: layerZeroAbi, functionName: 'setDefaultSendLibrary', args: [eid, messageLibTo(remote)] })),
        call(encodeFunctionData({ abi: layerZeroAbi, functionName: 'setDefaultReceiveLibrary', args: [eid, MESSAGE_LIB_TO_ETHEREUM, 0n] })),
      ];
    }),
  ];
};

const messagingCalls = (chainId: number): readonly OwnerCall[] => {
  const { tokenMessaging, creditMessaging } = stargateOn(chainId);
  const options = concatHex([RECEIVE_OPTION_PREFIX, toHex(RECEIVE_GAS, { size: 16 })]);
  const enforced = remotesOf(chainId).map((remote) => ({ eid: stargateOn(remote).eid, msgType: TAXI, options }));
  const peer = (to: Address, eid: number, remote: Address): OwnerCall => ({
    to,
    data: encodeFunctionData({ abi: stargateAbi, functionName: 'setPeer', args: [eid, pad(remote)] }),
  });
  return [
    ...remotesOf(chainId).flatMap((remoteId) => {
      const remote = stargateOn(remoteId);
      return [
        peer(tokenMessaging, remote.eid, remote.tokenMessaging),
        peer(creditMessaging, remote.eid, remote.creditMessaging),
        {
          to: creditMessaging,
          data: encodeFunctionData({ abi: creditMessagingAbi, functionName: 'setGasLimit', args: [remote.eid, RECEIVE_GAS] }),
        },
        ...busCalls(tokenMessaging, remote.eid),
      ];
    }),
    { to: tokenMessaging, data: encodeFunctionData({ abi: stargateAbi, functionName: 'setEnforcedOptions', args: [enforced] }) },
    ...[tokenMessaging, creditMessaging].flatMap((to) => [
      { to, data: encodeFunctionData({ abi: stargateAbi, functionName: 'setPlanner', args: [OWNER] }) },
      ...poolsOn(chainId).map((pool) => ({
        to,
        data: encodeFunctionData({
          abi: stargateAbi,
          functionName: 'setAssetId',
          args: [pool.address as Address, STARGATE_ASSET_IDS[pool.symbol]],
        }),
      })),
    ]),
    ...remotesOf(chainId).map((remote) => fareCall(chainId, remote, FIRST_FARE)),
  ];
};

/** What a seat to another chain costs from now on, in wei; nobody asks for coins to be dropped. The planner alone may say so. */
export const fareCall = (from: number, to: number, fareWei: bigint): OwnerCall => ({
  to: stargateOn(from).tokenMessaging,
  data: encodeFunctionData({ abi: busAbi, functionName: 'setFares', args: [stargateOn(to).eid, fareWei, 0n] }),
});

/** Room and gas for the passengers to one destination. */
const busCalls = (to: Address, eid: number): readonly OwnerCall[] => [
  { to, data: encodeFunctionData({ abi: busAbi, functionName: 'setGasLimit', args: [eid, RECEIVE_GAS, 0n] }) },
  { to, data: encodeFunctionData({ abi: busAbi, functionName: 'setMaxNumPassengers', args: [eid, BUS_SEATS] }) },
];

const poolCalls = (pool: StargatePool): readonly OwnerCall[] => {
  const { tokenMessaging, creditMessaging } = stargateOn(pool.chainId);
  const asset = assetOf(pool);
  const to = pool.address as Address;
  const amount = parseUnits(POOL_DEPOSITS[pool.symbol], asset.decimals);
  const config = {
    feeLib: pool.feeLib as Address,
    planner: OWNER,
    treasurer: OWNER,
    tokenMessaging,
    creditMessaging,
    lzToken: NOBODY,
  } as const;
  const native = pool.symbol === 'ETH';
  return [
    { to, data: encodeFunctionData({ abi: stargateAbi, functionName: 'setAddressConfig', args: [config] }) },
    ...(native ? [] : grantCalls(asset, OWNER, amount)),
    ...(native
      ? []
      : [{ to: asset.address as Address, data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [to, amount] }) }]),
    {
      to,
      data: encodeFunctionData({ abi: stargateAbi, functionName: 'deposit', args: [OWNER, amount] }),
      value: native ? amount : 0n,
    },
  ];
};
