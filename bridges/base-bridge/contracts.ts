import type { OpStackChain } from '../_opstack/op-stack-chain.ts';

/** Base. Its USDT and DAI are tokens of the standard bridge and say so themselves (`l1Token`). */
export const contracts: OpStackChain = {
  id: 'base-bridge',
  name: 'Base Bridge',
  source: 'viem/chains 2.57 (bridge, portal, factory); docs.base.org, Base contracts (messenger)',
  chainId: 8453,
  l1: {
    standardBridge: '0x3154Cf16ccdb4C6d922629664174b904d80F2C35',
    messenger: '0x866E82a600A1414e583f7F13623F1aC5d58b0Afa',
    portal: '0x49048044D57e1C92A77f79988d21Fa8fAF74E97e',
    disputeGameFactory: '0x43edB88C4B80fDD2AdFF2412A7BebF9dF42cB40e',
  },
  tokens: ['USDT', 'DAI'],
  docs: 'https://docs.base.org/base-chain/network-information/bridges',
  links: {
    contracts: 'https://docs.base.org/base-chain/network-information/base-contracts',
    status: 'https://docs.optimism.io/op-stack/bridging/withdrawal-flow',
  },
  names: ['Base Bridge'],
};
