import { z } from 'zod';
import { FEE_KINDS, SURCHARGE_KINDS } from '#core/domain/quote.ts';
import { amountString, assetName, scorePart, timestamp, usdString } from './primitives.ts';
import { userStep } from './user-step.ts';

const fee = z
  .object({
    kind: z.enum(FEE_KINDS),
    asset: assetName,
    amount: amountString,
    usd: usdString,
  })
  .meta({ id: 'Fee', description: 'Taken from the amount on its way. amountIn less the fees is amountOut, to the base unit.' });

const surcharge = z
  .object({ kind: z.enum(SURCHARGE_KINDS), asset: assetName, amount: amountString, usd: usdString })
  .meta({ id: 'Surcharge', description: 'Paid besides the amount, in a native coin.' });

const leg = z
  .object({
    kind: z.enum(['swap', 'bridge']),
    venue: z.string(),
    via: z.string().optional().meta({ description: 'Whom an aggregator picked, in its own words' }),
    from: assetName,
    to: assetName,
    amountIn: amountString,
    amountOut: amountString,
    fees: z.array(fee),
    rebate: amountString.optional().meta({ description: 'Paid by the bridge on top of amountIn; absent when there is none' }),
    surcharges: z.array(surcharge),
    userSteps: z
      .array(userStep)
      .optional()
      .meta({ description: 'Further transactions of the user, first to last; absent when the money arrives by itself' }),
  })
  .meta({ id: 'Leg' });

const score = z
  .object({ total: scorePart, cost: scorePart, speed: scorePart, reliability: scorePart, liquidity: scorePart })
  .meta({ id: 'Score', description: 'Four parts and their weighted mean, each 0 to 100' });

/** A route, as it appears everywhere. */
export const route = z
  .object({
    routeId: z.string().meta({ description: 'Stable while the same venues serve the same corridor and amount' }),
    rank: z.int().positive(),
    amountIn: amountString,
    amountOut: amountString,
    minAmountOut: amountString,
    amountOutUsd: usdString,
    costUsd: usdString.meta({ description: 'Fees, gas, slippage and the price of time, together' }),
    cost: z
      .object({ feesUsd: usdString, gasUsd: usdString, slippageUsd: usdString, timeUsd: usdString })
      .meta({ description: 'costUsd taken apart' }),
    etaSeconds: z.object({ p50: z.number().nonnegative(), p90: z.number().nonnegative() }),
    etaSource: z.enum(['quoted', 'observed']).meta({
      description:
        'Whether the expected time is the quote’s own, or moved towards what fills of the corridor took of late (docs/figures.md)',
    }),
    score,
    rule: z.string().meta({ description: 'What placed it, in words' }),
    legs: z.array(leg),
    observedAt: timestamp,
    validUntil: timestamp,
    tags: z.array(z.string()),
  })
  .meta({ id: 'Route' });

export type RouteJson = z.infer<typeof route>;
