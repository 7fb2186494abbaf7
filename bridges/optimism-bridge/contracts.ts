import type { OpStackChain } from '../_opstack/op-stack-chain.ts';

/** OP Mainnet. Its USDT is a token of the standard bridge and says so itself (`l1Token`); its DAI has a bridge of its own, which is not served. */
export const contracts: OpStackChain = {
  id: 'optimism-bridge',
  name: 'Optimism Bridge',
  source: 'viem/chains 2.57 (bridge, portal, factory); docs.optimism.io, OP Mainnet contract addresses (messenger)',
  chainId: 10,
  l1: {
    standardBridge: '0x99C9fc46f92E8a1c0deC1b1747d010903E884bE1',
    messenger: '0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1',
    portal: '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed',
    disputeGameFactory: '0xe5965Ab5962eDc7477C8520243A95517CD252fA9',
  },
  tokens: ['USDT'],
  docs: 'https://docs.optimism.io/app-developers/guides/bridging/standard-bridge',
  links: {
    contracts: 'https://docs.optimism.io/op-mainnet/network-information/op-addresses',
    status: 'https://docs.optimism.io/op-stack/bridging/withdrawal-flow',
  },
  names: ['Optimism Bridge', 'OP Mainnet bridge'],
};
