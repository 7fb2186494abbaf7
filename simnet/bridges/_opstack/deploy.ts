import { type Abi, type Address, encodeFunctionData, type Hex, maxUint128, zeroAddress, zeroHash } from 'viem';
import { L1_CHAIN_ID, L2_MESSAGE_PASSER, L2_MESSENGER, L2_STANDARD_BRIDGE, type OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { ContractCode } from '../../artifacts/contract-code.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import { OWNER } from '../../deploy/accounts.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import type { Construction } from '../../deploy/construct.ts';
import { initializers, opStackAbi } from './abi.ts';

/** What takes a week on the mainnets takes seconds here: from the proof to the claim, and from a proposal to the end of its game. */
const MATURITY_SECONDS = 20n;
const GAME_FINALITY_SECONDS = 2n;
const GAME_CLOCK_SECONDS = 4n;

/** The only kind of game there is here; 0 is the mainnets' kind too. */
export const GAME_TYPE = 0;

/** As on the mainnets (Constants.DEFAULT_RESOURCE_CONFIG). */
const RESOURCES = {
  maxResourceLimit: 20_000_000,
  elasticityMultiplier: 10,
  baseFeeMaxChangeDenominator: 8,
  minimumBaseFee: 1_000_000_000,
  systemTxMaxGas: 1_000_000,
  maximumBaseFee: maxUint128,
} as const;
const L2_GAS_LIMIT = 60_000_000n;

/** Tells the rollup's node what Ethereum's blocks are; here it only says that gas is paid in ether. Source: specs.optimism.io, predeploys. */
const L1_BLOCK: Address = '0x4200000000000000000000000000000000000015';

const proxy = (published: ContractCode, at: string, implementation: Address, data: Hex): Construction => ({
  at: at as Address,
  creationCode: published.ERC1967Proxy,
  parameters: 'address, bytes',
  values: [implementation, data],
});

const initialize = (abi: Abi, args: readonly unknown[]): Hex => encodeFunctionData({ abi, functionName: 'initialize', args });

/** Every chain has its own: an implementation is initialised when it is constructed, and not a second time. */
const implementationOf =
  (chain: OpStackChain) =>
  (name: string): Address =>
    simnetAddress(`${chain.id} ${name} implementation`);

const l1Contracts = (chain: OpStackChain, code: StandIns, published: ContractCode): readonly (readonly Construction[])[] => {
  const { standardBridge, messenger, portal, disputeGameFactory } = chain.l1;
  const implementation = implementationOf(chain);
  const systemConfig = simnetAddress(`${chain.id} system config`);
  const superchainConfig = simnetAddress(`${chain.id} superchain config`);
  const addresses = {
    l1CrossDomainMessenger: messenger as Address,
    l1ERC721Bridge: zeroAddress,
    l1StandardBridge: standardBridge as Address,
    disputeGameFactory: disputeGameFactory as Address,
    optimismPortal: portal as Address,
    optimismMintableERC20Factory: zeroAddress,
    // The portal's word for ether (Constants.ETHER).
    gasPayingToken: '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
  } as const;
  const system = encodeFunctionData({
    abi: opStackAbi,
    functionName: 'initialize',
    args: [OWNER, 0, 0, zeroHash, L2_GAS_LIMIT, OWNER, RESOURCES, zeroAddress, addresses],
  });
  return [
    [
      { at: implementation('superchain config'), creationCode: published.SuperchainConfig },
      { at: implementation('system config'), creationCode: published.SystemConfig },
      {
        at: implementation('portal'),
        creationCode: published.OptimismPortal2,
        parameters: 'uint256, uint256',
        values: [MATURITY_SECONDS, GAME_FINALITY_SECONDS],
      },
      { at: implementation('l1 messenger'), creationCode: published.L1CrossDomainMessenger },
      { at: implementation('l1 bridge'), creationCode: published.L1StandardBridge },
      {
        at: disputeGameFactory as Address,
        creationCode: code('OpDisputeGameFactory'),
        parameters: 'uint64',
        values: [GAME_CLOCK_SECONDS],
      },
    ],
    [
      proxy(published, superchainConfig, implementation('superchain config'), initialize(initializers.superchainConfig, [OWNER, false])),
      proxy(published, systemConfig, implementation('system config'), system),
    ],
    [
      proxy(
        published,
        portal,
        implementation('portal'),
        initialize(initializers.portal, [disputeGameFactory, systemConfig, superchainConfig, GAME_TYPE]),
      ),
      proxy(
        published,
        messenger,
        implementation('l1 messenger'),
        initialize(initializers.l1Messenger, [superchainConfig, portal, systemConfig]),
      ),
      proxy(
        published,
        standardBridge,
        implementation('l1 bridge'),
        initialize(initializers.l1Bridge, [messenger, superchainConfig, systemConfig]),
      ),
    ],
  ];
};

/** The tokens that the standard bridge mints, in the place of the test tokens. */
const bridgedTokens = (chain: OpStackChain, code: StandIns): readonly Construction[] =>
  chain.tokens.flatMap((symbol) => {
    const l1 = assetById(`${chainById(L1_CHAIN_ID)?.slug}:${symbol}`);
    const l2 = assetById(`${chainById(chain.chainId)?.slug}:${symbol}`);
    if (l1 === undefined || l2 === undefined) return [];
    return [
      {
        at: l2.address as Address,
        creationCode: code('OpBridgedToken'),
        parameters: 'string, string, uint8, address, address',
        values: [symbol, symbol, l2.decimals, l1.address, L2_STANDARD_BRIDGE],
      },
    ];
  });

const l2Contracts = (chain: OpStackChain, code: StandIns, published: ContractCode): readonly (readonly Construction[])[] => {
  const implementation = implementationOf(chain);
  return [
    [
      { at: implementation('l2 messenger'), creationCode: published.L2CrossDomainMessenger },
      { at: implementation('l2 bridge'), creationCode: published.L2StandardBridge },
      { at: L2_MESSAGE_PASSER, creationCode: published.L2ToL1MessagePasser },
      { at: L1_BLOCK, creationCode: published.L1Block },
      ...bridgedTokens(chain, code),
    ],
    [
      proxy(published, L2_MESSENGER, implementation('l2 messenger'), initialize(initializers.l2, [chain.l1.messenger])),
      proxy(published, L2_STANDARD_BRIDGE, implementation('l2 bridge'), initialize(initializers.l2, [chain.l1.standardBridge])),
    ],
  ];
};

/** The real contracts of a chain's bridge at the mainnets' addresses, on either side; the games and the bridged tokens are stand-ins. */
export const opStackConstructions =
  (chain: OpStackChain) =>
  (chainId: number, code: StandIns, published: ContractCode): readonly (readonly Construction[])[] => {
    if (chainId === L1_CHAIN_ID) return l1Contracts(chain, code, published);
    return chainId === chain.chainId ? l2Contracts(chain, code, published) : [];
  };
