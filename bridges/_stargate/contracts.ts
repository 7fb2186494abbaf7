/**
 * Stargate V2 over LayerZero V2 on the six mainnets; the simnet deploys to the same addresses.
 * Sources: `@stargatefinance/stg-evm-v2` 2.0.6, deployments/<chain>-mainnet/*.json; endpoint ids: `@layerzerolabs/lz-definitions` 3.1.13.
 * The same hex address is another contract on another chain: look everything up by chain and address.
 */

/** LayerZero's EndpointV2, the same on all six chains. */
export const ENDPOINT_V2 = '0x1a44076050125825900e736c501f859c50fE728c';

interface StargateChain {
  /** LayerZero's own id of the chain. */
  readonly eid: number;
  readonly tokenMessaging: string;
  readonly creditMessaging: string;
}

const STARGATE_CHAINS: Readonly<Record<number, StargateChain>> = {
  1: {
    eid: 30101,
    tokenMessaging: '0x6d6620eFa72948C5f68A3C8646d58C00d3f4A980',
    creditMessaging: '0x6b8aD17795d89B283e6D0362A87A403f3544bb9d',
  },
  10: {
    eid: 30111,
    tokenMessaging: '0xF1fCb4CBd57B67d683972A59B6a7b1e2E8Bf27E6',
    creditMessaging: '0xda82A31dF339BfDF0123661134b4DB63Cb1706f5',
  },
  137: {
    eid: 30109,
    tokenMessaging: '0x6CE9bf8CDaB780416AD1fd87b318A077D2f50EaC',
    creditMessaging: '0xC2b638Cb5042c1B3c5d5C969361fB50569840583',
  },
  8453: {
    eid: 30184,
    tokenMessaging: '0x5634c4a5FEd09819E3c46D86A965Dd9447d86e47',
    creditMessaging: '0x12dC9256Acc9895B076f6638D628382881e62CeE',
  },
  42161: {
    eid: 30110,
    tokenMessaging: '0x19cFCE47eD54a88614648DC3f19A5980097007dD',
    creditMessaging: '0xF1fCb4CBd57B67d683972A59B6a7b1e2E8Bf27E6',
  },
  43114: {
    eid: 30106,
    tokenMessaging: '0x17E450Be3Ba9557F2378E20d64AD417E59Ef9A34',
    creditMessaging: '0x08ed1d79D509A6f1020685535028ae60C144441E',
  },
};

/** The chains that have pools. */
export const STARGATE_CHAIN_IDS: readonly number[] = [1, 10, 137, 8453, 42161, 43114];

export const stargateChain = (chainId: number): StargateChain | undefined => STARGATE_CHAINS[chainId];

const chainIdByEid = new Map(Object.entries(STARGATE_CHAINS).map(([chainId, { eid }]) => [eid, Number(chainId)]));

/** The chain that a LayerZero endpoint id names, where it is one of the six. */
export const chainIdOfEid = (eid: number): number | undefined => chainIdByEid.get(eid);

/** Pools reach each other only within one of Stargate's asset ids. */
export const STARGATE_ASSET_IDS = { USDC: 1, USDT: 2, ETH: 13 } as const;

export interface StargatePool {
  readonly chainId: number;
  /** What it carries. The ETH pools take and give the chain's native coin. */
  readonly symbol: keyof typeof STARGATE_ASSET_IDS;
  readonly address: string;
  readonly feeLib: string;
}

/** Every pool. Base has none for USDT; Polygon and Avalanche have none for ether. */
export const STARGATE_POOLS: readonly StargatePool[] = [
  {
    chainId: 1,
    symbol: 'USDC',
    address: '0xc026395860Db2d07ee33e05fE50ed7bD583189C7',
    feeLib: '0x52B35406CB2FB5e0038EdEcFc129A152a1f74087',
  },
  {
    chainId: 10,
    symbol: 'USDC',
    address: '0xcE8CcA271Ebc0533920C83d39F417ED6A0abB7D0',
    feeLib: '0x1F605162282570dFa6255D27895587f4117F52FA',
  },
  {
    chainId: 137,
    symbol: 'USDC',
    address: '0x9Aa02D4Fae7F58b8E8f34c66E756cC734DAc7fe4',
    feeLib: '0x3Fc69CC4A842838bCDC9499178740226062b14E4',
  },
  {
    chainId: 8453,
    symbol: 'USDC',
    address: '0x27a16dc786820B16E5c9028b75B99F6f604b5d26',
    feeLib: '0x08ed1d79D509A6f1020685535028ae60C144441E',
  },
  {
    chainId: 42161,
    symbol: 'USDC',
    address: '0xe8CDF27AcD73a434D661C84887215F7598e7d0d3',
    feeLib: '0x80F755e3091b2Ad99c08Da8D13E9C7635C1b8161',
  },
  {
    chainId: 43114,
    symbol: 'USDC',
    address: '0x5634c4a5FEd09819E3c46D86A965Dd9447d86e47',
    feeLib: '0xDFc47DCeF7e8f9Ab19a1b8Af3eeCF000C7ea0B80',
  },
  {
    chainId: 1,
    symbol: 'USDT',
    address: '0x933597a323Eb81cAe705C5bC29985172fd5A3973',
    feeLib: '0xe171AFcd1E0394b3312e68ca823D5BC87F3Db311',
  },
  {
    chainId: 10,
    symbol: 'USDT',
    address: '0x19cFCE47eD54a88614648DC3f19A5980097007dD',
    feeLib: '0x3da4f8E456AC648c489c286B99Ca37B666be7C4C',
  },
  {
    chainId: 137,
    symbol: 'USDT',
    address: '0xd47b03ee6d86Cf251ee7860FB2ACf9f91B9fD4d7',
    feeLib: '0x4e422B0aCb2Bd7e3aC70B5c0E5eb806e86a94038',
  },
  {
    chainId: 42161,
    symbol: 'USDT',
    address: '0xcE8CcA271Ebc0533920C83d39F417ED6A0abB7D0',
    feeLib: '0x1F605162282570dFa6255D27895587f4117F52FA',
  },
  {
    chainId: 43114,
    symbol: 'USDT',
    address: '0x12dC9256Acc9895B076f6638D628382881e62CeE',
    feeLib: '0x22BdF9633F3e679785638Db690b85dC0Dc8B35B8',
  },
  {
    chainId: 1,
    symbol: 'ETH',
    address: '0x77b2043768d28E9C9aB44E1aBfC95944bcE57931',
    feeLib: '0x3E368B6C95c6fEfB7A16dCc0D756389F3c658a06',
  },
  {
    chainId: 10,
    symbol: 'ETH',
    address: '0xe8CDF27AcD73a434D661C84887215F7598e7d0d3',
    feeLib: '0x80F755e3091b2Ad99c08Da8D13E9C7635C1b8161',
  },
  {
    chainId: 8453,
    symbol: 'ETH',
    address: '0xdc181Bd607330aeeBEF6ea62e03e5e1Fb4B6F7C7',
    feeLib: '0x17E450Be3Ba9557F2378E20d64AD417E59Ef9A34',
  },
  {
    chainId: 42161,
    symbol: 'ETH',
    address: '0xA45B5130f36CDcA45667738e2a258AB09f4A5f7F',
    feeLib: '0xda82A31dF339BfDF0123661134b4DB63Cb1706f5',
  },
];

const poolBySymbol = new Map(STARGATE_POOLS.map((pool) => [`${pool.chainId}:${pool.symbol}`, pool]));
const poolByAddress = new Map(STARGATE_POOLS.map((pool) => [`${pool.chainId}:${pool.address.toLowerCase()}`, pool]));

/** The pool of an asset on a chain; `symbol` as the registry writes it. */
export const stargatePool = (chainId: number, symbol: string): StargatePool | undefined => poolBySymbol.get(`${chainId}:${symbol}`);

/** The pool at an address of a chain, whatever the letter case. */
export const stargatePoolAt = (chainId: number, address: string): StargatePool | undefined =>
  poolByAddress.get(`${chainId}:${address.toLowerCase()}`);
