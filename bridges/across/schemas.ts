import { z } from 'zod';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { chainId, evmAddress, tokenDecimals, uint32, units } from '../_kit/fields.ts';

export const feePart = z.object({ total: units, pct: units.optional() });
export const token = z.object({ address: evmAddress, decimals: tokenDecimals, chainId, symbol: z.string().default('') });

/** GET /limits, 200, and a part of every suggested fee. */
export const limits = z.object({ minDeposit: units, maxDeposit: units, maxDepositInstant: units, maxDepositShortDelay: units });

/** Earlier answers do not repeat their question: they name the pools, and what is delivered is the amount less the fee. */
const ends = {
  inputToken: token.optional(),
  outputToken: token.optional(),
  spokePoolAddress: evmAddress,
  destinationSpokePoolAddress: evmAddress,
};

/** What is read first, because an amount that is too low may leave the rest without meaning. */
export const amountVerdict = z.object({ ...ends, isAmountTooLow: z.boolean(), limits });

/** GET /suggested-fees, 200: the parts that we rely on. Source: the API's OpenAPI, across-protocol/frontend at bdcf46ce. */
export const suggestedFees = z.object({
  ...ends,
  isAmountTooLow: z.boolean(),
  estimatedFillTimeSec: z.number().nonnegative(),
  timestamp: uint32,
  exclusiveRelayer: evmAddress.default(NATIVE_ADDRESS),
  exclusivityDeadline: uint32.default(0),
  /** Absent from the earliest answers. */
  fillDeadline: uint32.optional(),
  totalRelayFee: feePart,
  relayerCapitalFee: feePart,
  relayerGasFee: feePart,
  lpFee: feePart,
  limits,
  outputAmount: units.optional(),
});

/** As it was told, and with what it left to its reader. */
export type ToldFees = z.infer<typeof suggestedFees>;
export type SuggestedFees = ToldFees & { readonly outputAmount: bigint; readonly fillDeadline: number };

/** GET /available-routes, 200. */
export const availableRoutes = z.array(
  z.object({
    originChainId: z.int().positive(),
    originToken: z.string(),
    destinationChainId: z.int().positive(),
    destinationToken: z.string(),
    originTokenSymbol: z.string(),
    destinationTokenSymbol: z.string(),
    isNative: z.boolean().default(false),
  }),
);

/** The body of an error, whatever its status. Unknown tokens have words and no code. */
export const apiError = z.object({
  code: z.string().default(''),
  message: z.string(),
  limits: limits.pick({ minDeposit: true, maxDeposit: true }).optional().catch(undefined),
});

/** What names a transaction: 32 bytes as hex on EVM chains, and longer words elsewhere. */
const transactionRef = z.string().min(1).max(120);

const statusWord = z.string().min(1).max(60);

/** GET /deposit/status, 200. The earliest answers do not repeat which deposit was asked about. */
export const depositStatus = z.object({
  status: statusWord.nullish(),
  /** The same as it was called at first. */
  fillStatus: statusWord.nullish(),
  originChainId: chainId.nullish(),
  /** 256 bits wide: text, and a number only from older indexers. */
  depositId: z.union([z.string().regex(/^\d{1,78}$/), z.int().nonnegative().transform(String)]).nullish(),
  destinationChainId: chainId.nullish(),
  depositTxnRef: transactionRef.nullish(),
  /** The same under the names of earlier versions. */
  depositTxHash: transactionRef.nullish(),
  fillTxnRef: transactionRef.nullish(),
  fillTx: transactionRef.nullish(),
  fillTxHash: transactionRef.nullish(),
  depositRefundTxnRef: transactionRef.nullish(),
  depositRefundTxHash: transactionRef.nullish(),
});

/** The body of a 404 of GET /deposit/status: the indexer's own, or the API's words. */
export const depositNotFound = z.union([
  z.object({ error: z.string().regex(/NotFound/), message: z.string() }),
  z.object({ message: z.string().regex(/deposit\b.*not found/i) }),
]);

/** GET /swap/tokens, 200. */
export const swapTokens = z.array(z.object({ chainId, address: z.string(), symbol: z.string().max(60), decimals: tokenDecimals }));

/** GET /swap/chains, 200. */
export const swapChains = z.array(z.object({ chainId, name: z.string() }));

/** GET /swap/sources, 200. */
export const swapSources = z.array(z.string());
