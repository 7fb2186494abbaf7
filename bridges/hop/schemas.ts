import { z } from 'zod';
import { chainId, units } from '../_kit/fields.ts';

/** Errors come with HTTP 200. Source: packages/api/src/server.ts of hop-protocol/hop at 1263a07c. */
export const apiError = z.object({ error: z.string() });

/** Percent: what the API's own examples ask with, and we do. */
export const SLIPPAGE_PERCENT = 0.5;

const seconds = z.int().nonnegative().nullish();

/**
 * GET /v1/quote: the parts that we rely on. `estimatedRecieved` is spelt so. Base units; `slippage` in percent. From Ethereum there is
 * no destination minimum, and to it the minimum is 0: the other one holds then.
 */
export const quoteAnswer = z.object({
  amountIn: units,
  /** Earlier answers do not repeat it: it is what was asked with. */
  slippage: z.number().positive().max(100).default(SLIPPAGE_PERCENT),
  amountOutMin: units.nullish(),
  destinationAmountOutMin: units.nullish(),
  bonderFee: units,
  estimatedRecieved: units,
  deadline: seconds,
  destinationDeadline: seconds,
});
export type HopQuote = z.infer<typeof quoteAnswer>;

/** GET /v1/available-routes. */
export const availableRoutes = z.array(z.object({ token: z.string(), sourceChain: z.string(), destinationChain: z.string() })).max(5_000);

const amounts = z.record(z.string(), z.record(z.string(), units));

/** GET /mainnet/v1-available-liquidity.json: base units by token, source and destination. */
export const availableLiquidity = z.object({
  data: z.record(z.string(), z.object({ baseAvailableCreditIncludingVault: amounts.optional(), baseAvailableCredit: amounts.optional() })),
});

const text = z.string().max(120).nullish();

/** One transfer of GET /v1/transfer-status. */
export const transferStatus = z.object({
  transferId: text,
  transactionHash: text,
  sourceChainId: chainId,
  destinationChainId: chainId,
  accountAddress: text,
  recipientAddress: text,
  amount: units.nullish(),
  bonded: z.boolean().nullish(),
  bondTransactionHash: text,
  token: z.string().max(60),
});

/** A transaction that holds several transfers is answered with a list. */
export const transferStatuses = z.union([transferStatus, z.array(transferStatus).max(100)]);
