/** Where the contracts' bytecode comes from: published packages, pinned by version and by content. Nothing of them is kept in the repository. */
export interface ArtifactSource {
  /** `name@version` of an npm package. */
  readonly spec: string;
  /** Subresource integrity of the tarball, as the registry states it. */
  readonly integrity: string;
  /** Contract name, or what the simnet calls it, → path of its artifact in the package. A path that ends in `.sol` holds runtime code as a hex constant. */
  readonly files: Readonly<Record<string, string>>;
}

const across = (file: string, contract = file): string => `dist/evm/artifacts/${file}.sol/${contract}.json`;
const stargate = (path: string, contract: string): string => `artifacts/src/${path}${contract}.sol/${contract}.json`;
const optimism = (contract: string): string => `forge-artifacts/${contract}.sol/${contract}.json`;
const arbitrum = (side: string, contract: string): string =>
  `build/contracts/contracts/tokenbridge/${side}/gateway/${contract}.sol/${contract}.json`;
const nitro = (contract: string): string => `build/contracts/src/bridge/${contract}.sol/${contract}.json`;
const layerZero = (path: string, contract: string): string => `artifacts/contracts/${path}${contract}.sol/${contract}.json`;

export const ARTIFACT_SOURCES = [
  {
    spec: '@across-protocol/contracts@5.0.27',
    integrity: 'sha512-zp6BEBTDzRGEp7sNvvdRH4jBF2EuTI4RqFWVvhfkO28630Ow2hbCYeYiyTOjEOzAdqt+dn/sba9D9WirfwabWQ==',
    files: {
      MintableERC20: across('MockERC20', 'MintableERC20'),
      WETH9: across('WETH9'),
      ERC1967Proxy: across('ERC1967Proxy'),
      SpokePool: across('Ethereum_SpokePool'),
      HubPool: across('HubPool'),
      LpTokenFactory: across('LpTokenFactory'),
      AcrossConfigStore: across('AcrossConfigStore'),
      Multicall3: across('Multicall3'),
    },
  },
  {
    spec: '@stargatefinance/stg-evm-v2@2.0.6',
    integrity: 'sha512-62PAwn7u+r0F1DGE6AmQxI/HDwajzayVyE3CylEswb9JRtY+taESA1Wqn6zKixJGAa0AitieUSNSVIiiGTfluw==',
    files: {
      StargatePool: stargate('', 'StargatePool'),
      StargatePoolUSDC: stargate('usdc/', 'StargatePoolUSDC'),
      StargatePoolNative: stargate('', 'StargatePoolNative'),
      TokenMessaging: stargate('messaging/', 'TokenMessaging'),
      CreditMessaging: stargate('messaging/', 'CreditMessaging'),
      FeeLibV1: stargate('feelibs/', 'FeeLibV1'),
    },
  },
  {
    spec: '@layerzerolabs/lz-evm-protocol-v2@3.0.168',
    integrity: 'sha512-1m9uZDcROJrFjjFZ06J6kmXIqFoJ4r2VH95bL5wsKjkmffNrRYyxbTr2pael7EP8dcq55HpCKc9dg4G1SfTOVQ==',
    files: {
      EndpointV2: layerZero('', 'EndpointV2'),
      SimpleMessageLib: layerZero('messagelib/', 'SimpleMessageLib'),
    },
  },
  {
    spec: '@eth-optimism/contracts-bedrock@0.17.3',
    integrity: 'sha512-cHPO7ntWeOBDLO7ZFFSZGI1D7CDqf4loRbRVJrFIsqLEz+hysWIqA0e3dv2GnrjVeuYePBfI2NTBEG4uwz9bQQ==',
    files: {
      Permit2TemplateCode: 'src/libraries/Preinstalls.sol',
      OptimismPortal2: optimism('OptimismPortal2'),
      L1CrossDomainMessenger: optimism('L1CrossDomainMessenger'),
      L1StandardBridge: optimism('L1StandardBridge'),
      SystemConfig: optimism('SystemConfig'),
      SuperchainConfig: optimism('SuperchainConfig'),
      L2CrossDomainMessenger: optimism('L2CrossDomainMessenger'),
      L2StandardBridge: optimism('L2StandardBridge'),
      L2ToL1MessagePasser: optimism('L2ToL1MessagePasser'),
      L1Block: optimism('L1Block'),
    },
  },
  {
    spec: '@arbitrum/nitro-contracts@3.2.0',
    integrity: 'sha512-uiwqpgLLBpym/55YBPVItkfOnkfGRh+yWyIeTxBjSn+O0nDcEwPZhB1EQSE+eTxteD9nP7ZacAi3a9f+E/17vQ==',
    files: { ArbitrumBridge: nitro('Bridge'), ArbitrumInbox: nitro('Inbox'), ArbitrumOutbox: nitro('Outbox') },
  },
  {
    spec: '@arbitrum/token-bridge-contracts@1.2.5',
    integrity: 'sha512-wIekHs2hNGt0uxlKN8NiEcAoiN1Y4rN9jhbx/BX8T6E1B6XsabrLNVRs0lbsn7uLhV5Z61OaRTy9HirGmTs5+A==',
    files: {
      L1GatewayRouter: arbitrum('ethereum', 'L1GatewayRouter'),
      L1WethGateway: arbitrum('ethereum', 'L1WethGateway'),
      L1CustomGateway: arbitrum('ethereum', 'L1CustomGateway'),
      L2GatewayRouter: arbitrum('arbitrum', 'L2GatewayRouter'),
      L2WethGateway: arbitrum('arbitrum', 'L2WethGateway'),
      L2CustomGateway: arbitrum('arbitrum', 'L2CustomGateway'),
    },
  },
] as const satisfies readonly ArtifactSource[];

type NamesOf<Source> = Source extends { readonly files: infer Files } ? keyof Files : never;

/** A contract that the simnet deploys, by its own name. */
export type ContractName = NamesOf<(typeof ARTIFACT_SOURCES)[number]> & string;

export const CONTRACT_NAMES: readonly ContractName[] = ARTIFACT_SOURCES.flatMap(({ files }) => Object.keys(files) as ContractName[]);
