import { assetById } from '#core/domain/asset.ts';

export const L1_CHAIN_ID = 1;
export const L2_CHAIN_ID = 42161;

/** On Ethereum. Source: @arbitrum/sdk 4.1.0, networks.js. */
export const BRIDGE = '0x8315177aB297bA92A06054cE80a67Ed4DBd7ed3a';
export const INBOX = '0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f';
export const OUTBOX = '0x0B9857ae2D4A3DBe74ffE1d7DF045bb7F96E4840';
export const ROLLUP = '0x4DCeB440657f21083db8aDd07665f8ddBe1DCfc0';
export const L1_ROUTER = '0x72Ce9c846789fdB6fC1f34aC4AD25Dd9ef7031ef';

/** On Arbitrum. Source: @arbitrum/sdk 4.1.0, networks.js. */
export const L2_ROUTER = '0x5288c571Fd7aD117beA99bF60FE0846C4E84F933';
/** Part of every Arbitrum node. Source: @arbitrum/sdk 4.1.0, constants.js. */
export const ARB_SYS = '0x0000000000000000000000000000000000000064';
export const ARB_RETRYABLE_TX = '0x000000000000000000000000000000000000006E';
/** Answered by the node itself, when it is called by nobody's contract. Source: @arbitrum/sdk 4.1.0, constants.js. */
export const NODE_INTERFACE = '0x00000000000000000000000000000000000000C8';

/** A token that the bridge carries, both sides as the registry lists them. */
export interface CarriedToken {
  readonly symbol: string;
  readonly l1Token: string;
  readonly l2Token: string;
  readonly l1Gateway: string;
  readonly l2Gateway: string;
  /** Whether the gateway lets the sender name who gets back what the message did not use. Without, it is the sender. */
  readonly refundsAsAsked: boolean;
}

const addressOf = (id: string): string => {
  const asset = assetById(id);
  if (asset === undefined) throw new Error(`the registry lists no ${id}`);
  return asset.address;
};

const pair = (symbol: string) => ({ symbol, l1Token: addressOf(`ethereum:${symbol}`), l2Token: addressOf(`arbitrum:${symbol}`) });

/**
 * The registry's tokens of Arbitrum that the bridge itself mints. USDC is not among them: the registry's is Circle's own, and the bridge
 * gives USDC.e. USDT was one until it became USDT0, which LayerZero carries (docs.usdt0.to).
 * Sources: @arbitrum/sdk 4.1.0 (WETH); MakerDAO's chainlog and arbitrum-dai-bridge (DAI, whose gateway is Maker's own).
 */
export const TOKENS: readonly CarriedToken[] = [
  {
    ...pair('WETH'),
    l1Gateway: '0xd92023E9d9911199a6711321D1277285e6d4e2db',
    l2Gateway: '0x6c411aD3E74De3E7Bd422b94A27770f5B86C623B',
    refundsAsAsked: true,
  },
  {
    ...pair('DAI'),
    l1Gateway: '0xD3B5b60020504bc3489D6949d545893982BA3011',
    l2Gateway: '0x467194771dAe2967Aef3ECbEDD3Bf9a310C76C65',
    refundsAsAsked: false,
  },
];
