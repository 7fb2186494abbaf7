import { type Abi, type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem';
import {
  ARB_RETRYABLE_TX,
  ARB_SYS,
  BRIDGE,
  type CarriedToken,
  INBOX,
  L1_CHAIN_ID,
  L1_ROUTER,
  L2_CHAIN_ID,
  L2_ROUTER,
  NODE_INTERFACE,
  OUTBOX,
  ROLLUP,
  TOKENS,
} from '#bridges/arbitrum-bridge/contracts.ts';
import type { ContractCode } from '../../artifacts/contract-code.ts';
import type { StandIns } from '../../artifacts/stand-ins.ts';
import { OWNER } from '../../deploy/accounts.ts';
import { simnetAddress } from '../../deploy/addresses.ts';
import type { Construction } from '../../deploy/construct.ts';
import { initializers } from './abi.ts';

/** What takes 6.4 days on the mainnets takes seconds here. Blocks of Ethereum. */
const CONFIRM_PERIOD_BLOCKS = 5n;

/** As on the mainnets (nitro-contracts, AbsInbox: nine tenths of what a transaction may hold). */
const MAX_DATA_SIZE = 117_964n;

export const carriedToken = (symbol: 'WETH' | 'DAI'): CarriedToken => {
  const token = TOKENS.find((one) => one.symbol === symbol);
  if (token === undefined) throw new Error(`Arbitrum’s bridge carries no ${symbol}`);
  return token;
};

type Batches = readonly (readonly Construction[])[];

const implementation = (name: string): Address => simnetAddress(`arbitrum-bridge ${name} implementation`);

/** A contract as the mainnets have it: its code at an address of its own, behind a proxy that is initialised when it is made. */
const behindProxy = (
  published: ContractCode,
  of: {
    readonly at: string;
    readonly name: string;
    readonly code: Hex;
    readonly constructed?: Pick<Construction, 'parameters' | 'values'>;
    readonly abi: Abi;
    readonly args: readonly unknown[];
  },
) => ({
  code: { at: implementation(of.name), creationCode: of.code, ...of.constructed } satisfies Construction,
  proxy: {
    at: of.at as Address,
    creationCode: published.ERC1967Proxy,
    parameters: 'address, bytes',
    values: [implementation(of.name), encodeFunctionData({ abi: of.abi, functionName: 'initialize', args: of.args })],
  } satisfies Construction,
});

const l1Contracts = (code: StandIns, published: ContractCode): Batches => {
  const weth = carriedToken('WETH');
  const dai = carriedToken('DAI');
  const at = behindProxy.bind(undefined, published);
  const bridge = at({ at: BRIDGE, name: 'bridge', code: published.ArbitrumBridge, abi: initializers.bridge, args: [ROLLUP] });
  const inbox = at({
    at: INBOX,
    name: 'inbox',
    code: published.ArbitrumInbox,
    constructed: { parameters: 'uint256', values: [MAX_DATA_SIZE] },
    abi: initializers.inbox,
    args: [BRIDGE, simnetAddress('arbitrum-bridge sequencer inbox')],
  });
  const outbox = at({ at: OUTBOX, name: 'outbox', code: published.ArbitrumOutbox, abi: initializers.outbox, args: [BRIDGE] });
  const router = at({
    at: L1_ROUTER,
    name: 'l1 router',
    code: published.L1GatewayRouter,
    abi: initializers.l1Router,
    args: [OWNER, zeroAddress, zeroAddress, L2_ROUTER, INBOX],
  });
  const wethGateway = at({
    at: weth.l1Gateway,
    name: 'l1 weth gateway',
    code: published.L1WethGateway,
    abi: initializers.l1Weth,
    args: [weth.l2Gateway, L1_ROUTER, INBOX, weth.l1Token, weth.l2Token],
  });
  const daiGateway = at({
    at: dai.l1Gateway,
    name: 'l1 dai gateway',
    code: published.L1CustomGateway,
    abi: initializers.l1Custom,
    args: [dai.l2Gateway, L1_ROUTER, INBOX, OWNER],
  });
  const rollup: Construction = {
    at: ROLLUP as Address,
    creationCode: code('ArbRollup'),
    parameters: 'address, uint64, address',
    values: [OWNER, CONFIRM_PERIOD_BLOCKS, OUTBOX],
  };
  return [
    [rollup, ...[bridge, inbox, outbox, router, wethGateway, daiGateway].map((one) => one.code)],
    [bridge, inbox, router, wethGateway, daiGateway].map(({ proxy }) => proxy),
    // It asks the bridge for its rollup.
    [outbox.proxy],
  ];
};

const l2Contracts = (code: StandIns, published: ContractCode): Batches => {
  const weth = carriedToken('WETH');
  const dai = carriedToken('DAI');
  const at = behindProxy.bind(undefined, published);
  const contracts = [
    at({
      at: L2_ROUTER,
      name: 'l2 router',
      code: published.L2GatewayRouter,
      abi: initializers.l2Router,
      args: [L1_ROUTER, zeroAddress],
    }),
    at({
      at: weth.l2Gateway,
      name: 'l2 weth gateway',
      code: published.L2WethGateway,
      abi: initializers.l2Weth,
      args: [weth.l1Gateway, L2_ROUTER, weth.l1Token, weth.l2Token],
    }),
    at({
      at: dai.l2Gateway,
      name: 'l2 dai gateway',
      code: published.L2CustomGateway,
      abi: initializers.l2Custom,
      args: [dai.l1Gateway, L2_ROUTER],
    }),
  ];
  return [
    [
      { at: ARB_SYS, creationCode: code('ArbSys') },
      { at: ARB_RETRYABLE_TX, creationCode: code('ArbRetryableTx') },
      { at: NODE_INTERFACE, creationCode: code('ArbNodeInterface') },
      {
        at: weth.l2Token as Address,
        creationCode: code('ArbWrappedEther'),
        parameters: 'address, address',
        values: [weth.l1Token, weth.l2Gateway],
      },
      {
        at: dai.l2Token as Address,
        creationCode: code('ArbBridgedToken'),
        parameters: 'string, string, uint8, address, address',
        values: ['Dai Stablecoin', 'DAI', 18, dai.l1Token, dai.l2Gateway],
      },
      ...contracts.map((one) => one.code),
    ],
    contracts.map(({ proxy }) => proxy),
  ];
};

/**
 * The real contracts at the mainnets' addresses, on either side. Stand-ins are what a node has built in, the rollup, and the tokens on
 * Arbitrum; in the place of Maker's gateways of DAI, which are in no package, stand the bridge's own for tokens of that kind.
 */
export const arbitrumConstructions = (chainId: number, code: StandIns, published: ContractCode): Batches => {
  if (chainId === L1_CHAIN_ID) return l1Contracts(code, published);
  return chainId === L2_CHAIN_ID ? l2Contracts(code, published) : [];
};
