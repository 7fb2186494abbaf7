import { z } from 'zod';
import { amountString, timestamp, usdString } from './primitives.ts';
import { ANSWER_FORMATS } from './sql.ts';

export const HISTORY_LIMIT_DEFAULT = 1_000;
export const HISTORY_LIMIT_MAX = 50_000;

/** Beyond, ClickHouse has no times. */
const YEAR_MAX = 2_200;

const moment = z.iso
  .datetime({ offset: true, message: 'write an RFC 3339 time, for example 2026-11-20T12:00:00Z' })
  .refine((text) => new Date(text).getUTCFullYear() < YEAR_MAX, `write a time before the year ${YEAR_MAX}`);

const corridor = z.string().meta({ description: 'from>to, percent-encoded', examples: ['ethereum:USDC>arbitrum:USDC'] });
const format = z.enum(ANSWER_FORMATS).optional().meta({ description: 'Goes before the header Accept; without either it is JSON' });

export const historyBooksQuery = z.strictObject({
  at: moment.meta({ description: 'The moment, RFC 3339', examples: ['2026-11-20T12:00:00Z'] }),
  corridor: corridor.optional(),
  amountIn: z
    .string()
    .optional()
    .meta({ description: 'Base units', examples: ['1000000000'] }),
  format,
});

export const historyQuotesQuery = z.strictObject({
  from: moment.optional().meta({ description: 'From this moment on; without it, an hour before `to`' }),
  to: moment.optional().meta({ description: 'And before this one; without it, now' }),
  corridor: corridor.optional(),
  amountIn: z.string().optional().meta({ description: 'Base units: one rung alone' }),
  bridge: z.string().min(1).max(64).optional(),
  outcome: z.enum(['answer', 'failure']).optional().meta({ description: 'Answers or failures alone' }),
  limit: z.int().min(1).max(HISTORY_LIMIT_MAX).default(HISTORY_LIMIT_DEFAULT),
  cursor: z.string().max(200).optional().meta({
    description: '`observedAt` and `quoteId` of the last row of the page before, with a comma between: JSON gives it as `nextCursor`',
  }),
  format,
});

const nullable = <T extends z.ZodType>(schema: T) => schema.nullable();
const names = z.array(z.string());

export const historyBook = z
  .object({
    corridor: z.string(),
    amountIn: amountString,
    asOf: timestamp.meta({ description: 'From when on this held' }),
    version: z.int(),
    firstRouteId: nullable(z.string()).meta({ description: 'null, as all that begins with first, where no bridge had a route' }),
    firstBridge: nullable(z.string()),
    firstAmountOut: nullable(amountString),
    firstAmountOutUsd: nullable(usdString),
    firstCostUsd: nullable(usdString),
    firstEtaP50Seconds: nullable(z.number()),
    firstScore: nullable(z.number()),
    secondRouteId: nullable(z.string()),
    secondBridge: nullable(z.string()),
    secondAmountOut: nullable(amountString),
    secondCostUsd: nullable(usdString),
    secondScore: nullable(z.number()),
    spreadBps: nullable(z.number()).meta({ description: 'How much more the first pays out than the second, of the first; basis points' }),
    ranking: names.meta({ description: 'Bridges of all ranked routes, first to last' }),
    excludedBridges: names,
    excludedReasons: names.meta({ description: 'Why each of them had no route' }),
  })
  .meta({ id: 'HistoryBook' });

export const historyBooksResponse = z
  .object({ at: timestamp, books: z.array(historyBook) })
  .meta({ id: 'HistoryBooks', description: 'The first two places of each book as they stood, by corridor and amount' });

export const historyQuote = z
  .object({
    quoteId: z.string(),
    bridge: z.string(),
    corridor: z.string(),
    amountIn: amountString,
    askedAt: timestamp,
    observedAt: timestamp,
    latencyMs: z.int(),
    outcome: z.enum(['answer', 'failure']),
    amountOut: nullable(amountString).meta({ description: 'null, as all that a failure has not' }),
    minAmountOut: nullable(amountString),
    feeKinds: names,
    feeAssets: names,
    feeAmounts: z.array(amountString),
    rebate: nullable(amountString),
    surchargeKinds: names,
    surchargeAssets: names,
    surchargeAmounts: z.array(amountString),
    etaP50Seconds: nullable(z.number()),
    etaP90Seconds: nullable(z.number()),
    validUntil: nullable(timestamp),
    code: nullable(z.string()).meta({ description: 'Why a failure failed; null of an answer' }),
    detail: nullable(z.string()),
  })
  .meta({ id: 'HistoryQuote' });

export const historyQuotesResponse = z
  .object({ quotes: z.array(historyQuote), nextCursor: z.string().nullable().meta({ description: 'null when there are no more' }) })
  .meta({ id: 'HistoryQuotes', description: 'Answers and failures of bridges, oldest first' });

export type HistoryQuoteJson = z.infer<typeof historyQuote>;
