import { z } from 'zod';
import { FAILURE_CODES, type FailureCode } from '#core/domain/quote.ts';
import { amountString, assetName, timestamp } from './primitives.ts';
import { userStep } from './user-step.ts';

const amountOrNull = amountString.nullable();

/** One bridge's answer or failure, raw, as the feed's channel `quotes` carries it. */
export const quote = z
  .object({
    quoteId: z.string(),
    bridge: z.string(),
    corridor: z.string(),
    amountIn: amountString,
    askedAt: timestamp,
    observedAt: timestamp,
    answer: z
      .object({
        amountOut: amountString,
        minAmountOut: amountString,
        fees: z.array(z.object({ kind: z.string(), asset: assetName, amount: amountString })),
        rebate: amountString,
        surcharges: z.array(z.object({ kind: z.string(), asset: assetName, amount: amountString })),
        originGas: z.string().meta({ description: 'Gas units of the origin transaction' }),
        etaSeconds: z.object({ p50: z.number().nonnegative(), p90: z.number().nonnegative() }),
        userSteps: z.array(userStep).optional(),
        limits: z.object({ min: amountOrNull, max: amountOrNull, instant: amountOrNull }),
        validUntil: timestamp,
        via: z.string().optional().meta({ description: 'Of an aggregator: the bridge that it would send by, in its own words' }),
      })
      .optional(),
    failure: z
      .object({
        code: z.enum(Object.keys(FAILURE_CODES) as [FailureCode, ...FailureCode[]]),
        detail: z.string(),
        limit: amountOrNull,
        retryAfterMs: z.int().nonnegative().nullable(),
      })
      .optional(),
  })
  .meta({ id: 'Quote', description: 'What one bridge said when it was asked: an `answer` or a `failure`' });

export type QuoteJson = z.infer<typeof quote>;
