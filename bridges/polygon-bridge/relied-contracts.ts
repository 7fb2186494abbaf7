import { parseAbi } from 'viem';
import { MULTICALL3 } from '#core/domain/multicall.ts';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import {
  CHILD_CHAIN_MANAGER,
  ERC20_PREDICATE,
  ETHER_PREDICATE,
  L1_CHAIN_ID,
  L2_CHAIN_ID,
  ROOT_CHAIN,
  ROOT_CHAIN_MANAGER,
  STATE_RECEIVER,
  STATE_SENDER,
} from './contracts.ts';
import { PAIRS } from './pairs.ts';

const SOURCE = '@maticnetwork/meta 2.4.59, network/mainnet/v1/index.json';
const REGISTRY = 'the tokens that core/domain/asset.ts lists';

/** Signature: pos-portal, RootChainManagerStorage. */
const identityAbi = parseAbi(['function childChainManagerAddress() view returns (address)']);

const ON_L1: readonly ReliedContract[] = [
  {
    name: 'RootChainManager',
    address: ROOT_CHAIN_MANAGER,
    source: SOURCE,
    facts: [factOf(identityAbi, 'childChainManagerAddress', CHILD_CHAIN_MANAGER)],
  },
  { name: 'ERC20Predicate', address: ERC20_PREDICATE, source: SOURCE },
  { name: 'EtherPredicate', address: ETHER_PREDICATE, source: SOURCE },
  { name: 'StateSender', address: STATE_SENDER, source: SOURCE },
  { name: 'RootChain', address: ROOT_CHAIN, source: SOURCE },
  // Tells what ether is held: no view of the predicate does.
  { name: 'Multicall3', address: MULTICALL3, source: 'viem/chains 2.57.1' },
  ...PAIRS.filter(({ isEther }) => !isEther).map(({ l1 }) => ({ name: l1.symbol, address: l1.address, source: REGISTRY })),
];

const ON_L2: readonly ReliedContract[] = [
  { name: 'ChildChainManager', address: CHILD_CHAIN_MANAGER, source: SOURCE },
  { name: 'StateReceiver', address: STATE_RECEIVER, source: SOURCE },
  ...PAIRS.map(({ l2 }) => ({ name: `bridged ${l2.symbol}`, address: l2.address, source: REGISTRY })),
];

/** Which token stands for which is asked again at every quote. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  if (chainId === L1_CHAIN_ID) return ON_L1;
  return chainId === L2_CHAIN_ID ? ON_L2 : [];
};
