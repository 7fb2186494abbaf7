import type { Address } from 'viem';
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
} from '#bridges/polygon-bridge/contracts.ts';
import { PAIRS } from '#bridges/polygon-bridge/pairs.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import { OWNER } from '../../deploy/accounts.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import type { Construction } from '../../deploy/construct.ts';

/** Speaks for the validators on Ethereum. */
export const VALIDATORS = simnetAddress('polygon validators');

const roots = PAIRS.map(({ rootToken }) => rootToken);
const children = PAIRS.map(({ l2 }) => l2.address);

const onEthereum = (code: StandIns): readonly Construction[] => [
  { at: STATE_SENDER, creationCode: code('PolygonStateSender') },
  { at: ROOT_CHAIN, creationCode: code('PolygonRootChain'), parameters: 'address', values: [VALIDATORS] },
  { at: ERC20_PREDICATE, creationCode: code('PolygonErc20Predicate'), parameters: 'address', values: [ROOT_CHAIN_MANAGER] },
  { at: ETHER_PREDICATE, creationCode: code('PolygonEtherPredicate'), parameters: 'address', values: [ROOT_CHAIN_MANAGER] },
  {
    at: ROOT_CHAIN_MANAGER,
    creationCode: code('PolygonRootChainManager'),
    parameters: 'address, address, address, address, address[], address[], address[]',
    values: [OWNER, STATE_SENDER, ROOT_CHAIN, CHILD_CHAIN_MANAGER, roots, children, PAIRS.map(({ predicate }) => predicate)],
  },
];

/** The tokens take the place of the test tokens. */
const onPolygon = (code: StandIns): readonly Construction[] => [
  { at: STATE_RECEIVER, creationCode: code('PolygonStateReceiver') },
  {
    at: CHILD_CHAIN_MANAGER,
    creationCode: code('PolygonChildChainManager'),
    parameters: 'address[], address[]',
    values: [roots, children],
  },
  ...PAIRS.map(({ l2 }) => ({
    at: l2.address as Address,
    creationCode: code('PolygonChildToken'),
    parameters: 'string, string, uint8, address',
    values: [l2.symbol, l2.symbol, l2.decimals, CHILD_CHAIN_MANAGER],
  })),
];

/** Stand-ins at the mainnets' addresses: no package has the bytecode of pos-portal. */
export const polygonConstructions = (chainId: number, code: StandIns): readonly (readonly Construction[])[] => {
  if (chainId === L1_CHAIN_ID) return [onEthereum(code)];
  return chainId === L2_CHAIN_ID ? [onPolygon(code)] : [];
};
