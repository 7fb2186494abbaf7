import { z } from 'zod';

const LONGEST_AMOUNT = 78;
/** Base units as the API writes them. A minus sign is read, so that a negative part is named as such and not as bad JSON. */
const units = z
  .string()
  .max(LONGEST_AMOUNT)
  .regex(/^-?\d+$/)
  .transform(BigInt);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const UINT32_MAX = 4_294_967_295;
/** Seconds of a uint32 field of the deposit; the API writes some as text and some as numbers. */
const uint32 = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(0).max(UINT32_MAX));
const feePart = z.object({ total: units });
const token = z.object({ address, decimals: z.int().min(0).max(255), chainId: z.int().positive() });

const limits = z.object({ minDeposit: units, maxDeposit: units, maxDepositInstant: units, maxDepositShortDelay: units });

/** What is read first, because an amount that is too low may leave the rest without meaning. */
export const amountVerdict = z.object({ isAmountTooLow: z.boolean(), limits });

/** GET /suggested-fees, 200: the parts that we rely on. Source: the API's OpenAPI, across-protocol/frontend at bdcf46ce. */
export const suggestedFees = z.object({
  estimatedFillTimeSec: z.number().nonnegative(),
  timestamp: uint32,
  exclusiveRelayer: address,
  exclusivityDeadline: uint32,
  fillDeadline: uint32,
  spokePoolAddress: address,
  destinationSpokePoolAddress: address,
  totalRelayFee: feePart,
  relayerCapitalFee: feePart,
  relayerGasFee: feePart,
  lpFee: feePart,
  limits,
  outputAmount: units,
  inputToken: token,
  outputToken: token,
});

export type SuggestedFees = z.infer<typeof suggestedFees>;

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

/** The body of an error, whatever its status. */
export const apiError = z.object({ code: z.string(), message: z.string() });
