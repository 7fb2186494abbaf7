import { z } from 'zod';
import { chainId, evmAddress, tokenDecimals, units } from '../_kit/fields.ts';

/** A token of a chain that is no EVM chain has an address of another kind. */
const anyAddress = z.string().min(1).max(100);
const token = z.object({
  address: anyAddress,
  chainId,
  decimals: tokenDecimals,
  symbol: z.string().max(100),
  amount: units,
  /** A figure for show: it may refuse an answer, and never makes an amount. */
  approximateUsdValue: z.unknown().optional(),
});

/** What each step of the way costs: the types are those of the documented response. */
const cost = z.object({
  chain: z.string().regex(/^\d{1,12}$/),
  tokenIn: anyAddress,
  tokenOut: anyAddress,
  amountIn: units,
  amountOut: units,
  type: z.enum([
    'PreSwap',
    'PreSwapEstimatedSlippage',
    'DlnProtocolFee',
    'AffiliateFee',
    'TakerMargin',
    'EstimatedOperatingExpenses',
    'AfterSwap',
    'AfterSwapEstimatedSlippage',
  ]),
  payload: z.object({ feeAmount: units.optional() }).nullish(),
});
export type Cost = z.infer<typeof cost>;

/** GET /dln/order/create-tx, 200. Without the wallets' addresses there is an estimation and nothing to sign. */
export const createTx = z.object({
  estimation: z.object({
    srcChainTokenIn: token.extend({ approximateOperatingExpense: units.nullish(), mutatedWithOperatingExpense: z.boolean().nullish() }),
    /** Where the input is swapped first. */
    srcChainTokenOut: token.nullish(),
    dstChainTokenOut: token.extend({ recommendedAmount: units.nullish(), maxTheoreticalAmount: units.nullish() }),
    costsDetails: z.array(cost).min(1).max(32),
  }),
  /** In the origin's native coin. */
  fixFee: units,
  order: z.object({ approximateFulfillmentDelay: z.number().nonnegative().nullish() }).nullish(),
  orderId: z.string().max(100).nullish(),
  tx: z.object({ to: evmAddress.nullish(), data: z.string().nullish(), value: units.nullish() }).nullish(),
});
export type CreateTx = z.infer<typeof createTx>;

/** What is signed: the transaction of such an answer, when all of it is there. */
export const signable = z.object({ to: evmAddress, data: z.string().regex(/^0x(?:[0-9a-fA-F]{2})+$/), value: z.bigint() });

const offer = z.object({ chainId, tokenAddress: anyAddress, amount: units });

/** GET /dln/order/{id}, and its `/status`, which leaves out the order. */
export const orderDetails = z.object({
  orderId: z.string().regex(/^0x[0-9a-fA-F]{1,64}$/),
  status: z.string().max(64),
  orderStruct: z.object({ giveOffer: offer, takeOffer: offer, receiverDst: anyAddress.nullish(), maker: anyAddress.nullish() }).nullish(),
});
export type OrderDetails = z.infer<typeof orderDetails>;

/** GET /dln/tx/{hash}/order-ids. */
export const orderIds = z.object({ orderIds: z.array(z.string().regex(/^0x[0-9a-fA-F]{1,64}$/)).max(100) });

/** GET /dln/order/{id}/cancel-tx, 200 (docs.debridge.com, cancelling an order). `value` pays for the message back and for its delivery. */
export const cancelTx = z.object({
  to: evmAddress,
  data: z.string().regex(/^0x(?:[0-9a-fA-F]{2})+$/),
  value: units,
  chainId,
  from: anyAddress,
  cancelBeneficiary: anyAddress,
});

/** GET /supported-chains-info. */
export const supportedChains = z.object({
  chains: z.array(z.object({ chainId, originalChainId: chainId, chainName: z.string().max(100) })).max(1_000),
});

/** GET /token-list?chainId=…: tokens by address. The answer does not repeat the chain. */
export const tokenList = z.object({
  tokens: z.record(z.string(), z.object({ symbol: z.string().max(200), decimals: tokenDecimals, address: anyAddress })),
});

/** An error, with any status: 200 too. */
export const apiError = z.object({
  errorId: z.string().max(200),
  errorCode: z.union([z.int(), z.string()]).nullish(),
  errorMessage: z.string().nullish(),
});
