import { parseAbi } from 'viem';
import { factOf, type ReliedContract } from '../_kit/relied-contract.ts';
import {
  ARB_RETRYABLE_TX,
  ARB_SYS,
  BRIDGE,
  INBOX,
  L1_CHAIN_ID,
  L1_ROUTER,
  L2_CHAIN_ID,
  L2_ROUTER,
  OUTBOX,
  ROLLUP,
  TOKENS,
} from './contracts.ts';

const SDK = '@arbitrum/sdk 4.1.0, networks.js';
const NODE = '@arbitrum/sdk 4.1.0, constants.js';
const GATEWAYS = '@arbitrum/sdk 4.1.0 (WETH), chainlog.sky.money (DAI)';
const REGISTRY = 'the tokens that core/domain/asset.ts lists';

/** What each contract is joined to. Signatures: @arbitrum/nitro-contracts 3.2.0, @arbitrum/token-bridge-contracts 1.2.5. */
const identityAbi = parseAbi([
  'function bridge() view returns (address)',
  'function rollup() view returns (address)',
  'function counterpartGateway() view returns (address)',
]);

const ON_L1: readonly ReliedContract[] = [
  { name: 'Bridge', address: BRIDGE, source: SDK, facts: [factOf(identityAbi, 'rollup', ROLLUP)] },
  { name: 'Inbox', address: INBOX, source: SDK, facts: [factOf(identityAbi, 'bridge', BRIDGE)] },
  { name: 'Outbox', address: OUTBOX, source: SDK, facts: [factOf(identityAbi, 'bridge', BRIDGE), factOf(identityAbi, 'rollup', ROLLUP)] },
  { name: 'Rollup', address: ROLLUP, source: SDK },
  { name: 'L1GatewayRouter', address: L1_ROUTER, source: SDK, facts: [factOf(identityAbi, 'counterpartGateway', L2_ROUTER)] },
  ...TOKENS.map(({ symbol, l1Gateway }) => ({ name: `L1 gateway of ${symbol}`, address: l1Gateway, source: GATEWAYS })),
];

const ON_L2: readonly ReliedContract[] = [
  { name: 'L2GatewayRouter', address: L2_ROUTER, source: SDK, facts: [factOf(identityAbi, 'counterpartGateway', L1_ROUTER)] },
  { name: 'ArbSys', address: ARB_SYS, source: NODE },
  { name: 'ArbRetryableTx', address: ARB_RETRYABLE_TX, source: NODE },
  ...TOKENS.map(({ symbol, l2Gateway }) => ({ name: `L2 gateway of ${symbol}`, address: l2Gateway, source: GATEWAYS })),
  ...TOKENS.map(({ symbol, l2Token }) => ({ name: `bridged ${symbol}`, address: l2Token, source: REGISTRY })),
];

/** Routers name each other, and inbox and outbox the bridge, so that none of them can be another chain's. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] => {
  if (chainId === L1_CHAIN_ID) return ON_L1;
  return chainId === L2_CHAIN_ID ? ON_L2 : [];
};
