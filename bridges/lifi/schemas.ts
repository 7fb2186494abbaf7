import { z } from 'zod';
import { bytes32, chainId, evmAddress, tokenDecimals, units } from '../_kit/fields.ts';

/** Far more than any answer holds. */
const ENTRIES_MAX = 200;
const word = z.string().max(200);

/** Figures in USD are for show, and wrong in the documentation itself: they may refuse an answer, and never make an amount. */
const token = z.object({
  address: evmAddress,
  chainId,
  decimals: tokenDecimals,
  symbol: word,
  coinKey: z.unknown().optional(),
  priceUSD: z.unknown().optional(),
});
export type Token = z.infer<typeof token>;

const feeCost = z.object({
  name: word,
  description: z.unknown().optional(),
  percentage: z.unknown().optional(),
  token,
  amount: units,
  included: z.boolean(),
});
export type FeeCost = z.infer<typeof feeCost>;

const gasCost = z.object({
  type: word,
  estimate: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(BigInt)
    .nullish(),
  token,
});

const includedStep = z.object({
  type: word,
  action: z.object({ fromToken: token, toToken: token, fromAmount: units.nullish() }),
  estimate: z.object({ toAmount: units, toAmountMin: units.nullish(), feeCosts: z.array(feeCost).max(ENTRIES_MAX).nullish() }),
});

const quantity = z
  .string()
  .regex(/^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/)
  .transform(BigInt);

const transactionRequest = z.object({
  to: evmAddress,
  from: evmAddress.nullish(),
  chainId,
  data: z.string().regex(/^0x([0-9a-fA-F]{2})*$/),
  value: quantity,
});

/** GET /quote, 200, and a step of a route: the parts that we rely on. Source: docs.li.fi/openapi.yaml and @lifi/types, Step. */
export const step = z.object({
  type: word,
  tool: word.min(1),
  toolDetails: z.object({ name: word.min(1) }).nullish(),
  action: z.object({
    fromChainId: chainId,
    toChainId: chainId,
    fromToken: token,
    toToken: token,
    fromAmount: units,
    /** A fraction: 0.005 is half a percent. */
    slippage: z.number().min(0).max(1).nullish(),
    fromAddress: evmAddress.nullish(),
    toAddress: evmAddress.nullish(),
  }),
  estimate: z.object({
    fromAmount: units,
    toAmount: units,
    toAmountMin: units,
    approvalAddress: evmAddress,
    feeCosts: z.array(feeCost).max(ENTRIES_MAX).nullish(),
    gasCosts: z.array(gasCost).max(ENTRIES_MAX).nullish(),
    /** Seconds. */
    executionDuration: z.number().nonnegative().nullish(),
    fromAmountUSD: z.unknown().optional(),
    toAmountUSD: z.unknown().optional(),
  }),
  includedSteps: z.array(includedStep).max(ENTRIES_MAX).nullish(),
  transactionRequest: transactionRequest.nullish(),
});
export type Step = z.infer<typeof step>;

/** POST /advanced/routes, 200. */
export const routes = z.object({
  routes: z
    .array(
      z.object({ fromAmount: units, toAmount: units, toAmountMin: units, fromToken: token, toToken: token, steps: z.array(step).min(1) }),
    )
    .max(ENTRIES_MAX),
});

/** GET /tokens, 200: by chain id. */
export const tokens = z.object({
  tokens: z.record(z.string(), z.array(z.object({ address: z.string(), chainId, decimals: tokenDecimals }))),
});

/** The body of an error. `errors` says of every tool why it gave nothing, as a list or as what was filtered out and what failed. */
export const apiError = z.object({ message: z.string(), code: z.unknown().optional(), errors: z.unknown().optional() });

/** What names a transaction or an account: hex on EVM chains, and longer words elsewhere. */
const reference = z.string().min(1).max(120);

/** The documented example of a status names a token by its symbol alone. */
const statusToken = z.object({
  address: reference.nullish(),
  chainId: chainId.nullish(),
  decimals: tokenDecimals.nullish(),
  symbol: word.nullish(),
});

const side = z.object({
  chainId: chainId.nullish(),
  txHash: reference.nullish(),
  amount: units.nullish(),
  token: statusToken.nullish(),
});
export type StatusSide = z.infer<typeof side>;

/** GET /status, 200. */
export const status = z.object({
  status: word.min(1),
  substatus: word.nullish(),
  substatusMessage: z.unknown().optional(),
  message: z.unknown().optional(),
  transactionId: bytes32.nullish(),
  sending: side.nullish(),
  receiving: side.nullish(),
  fromAddress: reference.nullish(),
  toAddress: reference.nullish(),
});
