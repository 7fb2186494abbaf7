import { parseAbi } from 'viem';
import { assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import { tokenAbi } from './abi.ts';
import { L1_CHAIN_ID, L2_MESSAGE_PASSER, L2_MESSENGER, L2_STANDARD_BRIDGE, type OpStackChain } from './op-stack-chain.ts';

const PREDEPLOYS = 'specs.optimism.io, predeploys';
const REGISTRY = 'the tokens that core/domain/asset.ts lists';

/** What each contract is joined to. Signatures: @eth-optimism/contracts-bedrock 0.17.3, which later versions still answer. */
const identityAbi = parseAbi([
  'function MESSENGER() view returns (address)',
  'function OTHER_BRIDGE() view returns (address)',
  'function OTHER_MESSENGER() view returns (address)',
  'function PORTAL() view returns (address)',
  'function disputeGameFactory() view returns (address)',
]);

const onL1 = ({ l1, source }: OpStackChain): readonly ReliedContract[] => [
  {
    name: 'L1StandardBridge',
    address: l1.standardBridge,
    source,
    facts: [factOf(identityAbi, 'MESSENGER', l1.messenger), factOf(identityAbi, 'OTHER_BRIDGE', L2_STANDARD_BRIDGE)],
  },
  {
    name: 'L1CrossDomainMessenger',
    address: l1.messenger,
    source,
    facts: [factOf(identityAbi, 'PORTAL', l1.portal), factOf(identityAbi, 'OTHER_MESSENGER', L2_MESSENGER)],
  },
  { name: 'OptimismPortal', address: l1.portal, source, facts: [factOf(identityAbi, 'disputeGameFactory', l1.disputeGameFactory)] },
  { name: 'DisputeGameFactory', address: l1.disputeGameFactory, source },
];

/** A token that the bridge mints names the one on Ethereum that stands behind it. */
const bridgedToken = (chain: OpStackChain, symbol: string): readonly ReliedContract[] => {
  const l1 = assetById(`${chainById(L1_CHAIN_ID)?.slug}:${symbol}`);
  const l2 = assetById(`${chainById(chain.chainId)?.slug}:${symbol}`);
  if (l1 === undefined || l2 === undefined) return [];
  return [{ name: `bridged ${symbol}`, address: l2.address, source: REGISTRY, facts: [factOf(tokenAbi, 'l1Token', l1.address)] }];
};

const onL2 = (chain: OpStackChain): readonly ReliedContract[] => [
  {
    name: 'L2StandardBridge',
    address: L2_STANDARD_BRIDGE,
    source: PREDEPLOYS,
    facts: [factOf(identityAbi, 'OTHER_BRIDGE', chain.l1.standardBridge)],
  },
  {
    name: 'L2CrossDomainMessenger',
    address: L2_MESSENGER,
    source: PREDEPLOYS,
    facts: [factOf(identityAbi, 'OTHER_MESSENGER', chain.l1.messenger)],
  },
  { name: 'L2ToL1MessagePasser', address: L2_MESSAGE_PASSER, source: PREDEPLOYS },
  ...chain.tokens.flatMap((symbol) => bridgedToken(chain, symbol)),
];

/** Each contract of either side names its counterpart, so that none of them can be another chain's. */
export const createReliedContracts =
  (chain: OpStackChain) =>
  (chainId: number): readonly ReliedContract[] => {
    if (chainId === L1_CHAIN_ID) return onL1(chain);
    return chainId === chain.chainId ? onL2(chain) : [];
  };
