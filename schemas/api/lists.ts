import { z } from 'zod';
import { corridorFigures, figures } from './figures.ts';
import { health } from './health.ts';
import { amountString, assetName, timestamp, usdString } from './primitives.ts';

export const chain = z
  .object({
    chainId: z.int().meta({ description: 'EIP-155 id' }),
    slug: z.string(),
    name: z.string(),
    nativeSymbol: z.string(),
    rpcUrl: z.string().optional().meta({ description: 'The local chain’s JSON-RPC endpoint; in the simnet alone' }),
  })
  .meta({ id: 'Chain' });

export const asset = z
  .object({
    asset: assetName,
    chainId: z.int(),
    symbol: z.string(),
    address: z.string().meta({ description: 'Checksummed; the zero address stands for the native coin' }),
    decimals: z.int().nonnegative(),
  })
  .meta({ id: 'Asset' });

export const corridor = z
  .object({ corridor: z.string().meta({ examples: ['ethereum:USDC>arbitrum:USDC'] }), amounts: z.array(amountString) })
  .meta({ id: 'Corridor', description: 'A base corridor and the amounts at which it is always sampled' });

const budget = z.object({
  perSecond: z.number(),
  burst: z.number().meta({ description: 'Questions at once after a silence' }),
  concurrency: z.number().meta({ description: 'Questions open at the same time' }),
  quota: z
    .object({ questions: z.int(), perMs: z.int() })
    .optional()
    .meta({ description: 'No more than so many questions within any window of that length, ms' }),
});

/** How a bridge is asked: docs/budgets.md. */
const asking = {
  meta: z.boolean().optional().meta({ description: 'An aggregator, which sends by a bridge of its own choice' }),
  off: z.string().optional().meta({ description: 'Why it is not asked though it is in use; absent when it is' }),
  apiKey: z
    .object({ variable: z.string(), required: z.boolean(), set: z.boolean() })
    .nullable()
    .optional()
    .meta({ description: 'The key that its vendor takes, by the variable that configures it; null when it takes none' }),
  budget: budget.optional().meta({ description: 'What its vendor lets us ask, with the key where one is set' }),
  budgetLeft: z
    .object({
      tokens: z.int().meta({ description: 'Questions that could be asked at this moment' }),
      open: z.int().meta({ description: 'Questions waiting for their answer' }),
      of: z.object({ perSecond: z.number(), burst: z.number(), concurrency: z.number() }),
      quota: z
        .object({
          questions: z.int(),
          perMs: z.int(),
          left: z.int(),
          resetsAt: timestamp.nullable().meta({ description: 'When there will be more; null while all of it is left' }),
        })
        .nullable(),
    })
    .nullable()
    .optional()
    .meta({ description: 'What is left of the share that quotes may spend; null when it is not asked' }),
  polling: z
    .object({ demandMs: z.int().nullable(), baseMs: z.int().nullable() })
    .optional()
    .meta({ description: 'How long its books wait between two questions now, in the mean: those that somebody looks at, and the others' }),
  pausedUntil: timestamp.nullable().optional().meta({ description: 'Until when its vendor wants to be left alone' }),
};

/** What GET /bridges says of a bridge: its manifest and how it fares. Further fields may be there. */
export const bridge = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    status: z.string().meta({ description: 'off, unknown, up, rate-limited or down' }),
    ...asking,
    figures: figures
      .nullable()
      .optional()
      .meta({ description: 'What its transfers took and delivered of late, all corridors together; null when none was filled in a week' }),
    ...health.partial().shape,
  })
  .meta({
    id: 'Bridge',
    description: 'A bridge in use: its manifest, its budget, its last answers, its figures, and its health once something is known of it',
  });

/** What GET /bridges/{id} says besides. */
export const bridgeInFull = bridge
  .extend({
    figuresByCorridor: z.array(corridorFigures).meta({ description: 'By corridor, sorted by its id; those with a fill within a week' }),
  })
  .meta({ id: 'BridgeInFull', description: 'A bridge, with the figures of each corridor' });

export const price = z
  .object({ asset: assetName, usd: usdString, observedAt: timestamp })
  .meta({ id: 'Price', description: 'USD a whole unit' });

export const limits = z
  .object({
    feed: z.object({
      subscriptionsPerConnection: z.int(),
      messagesPerSecond: z.int(),
      messagesBurst: z.int().meta({ description: 'Messages that may come at once after a pause' }),
      frameBytes: z.int(),
      connectionsPerAddress: z.int(),
      badFramesInARow: z.int().meta({ description: 'Binary or malformed frames; the last of so many closes the connection' }),
      firstSubscriptionWithinMs: z.int(),
      heartbeatMs: z.int(),
      minIntervalMs: z.int().meta({ description: 'The largest minIntervalMs' }),
      depth: z.int().meta({ description: 'The largest depth' }),
      conflateAboveBytes: z.int().meta({ description: 'Unread bytes above which versions are skipped' }),
      closeAboveBytes: z.int().meta({ description: 'Unread bytes above which the connection is closed with 4008' }),
    }),
    rest: z.object({ bodyBytes: z.int(), headerBytes: z.int(), maxWaitMs: z.int(), slippageBps: z.int() }),
    sql: z
      .object({
        on: z.boolean().meta({ description: 'Whether POST /sql answers here' }),
        queriesAtOnce: z.int().meta({ description: 'Queries by SQL that run at the same time; more are 429' }),
        historyQuestionsAtOnce: z.int().meta({ description: 'The same of GET /history/…' }),
        resultRows: z.int().nullable().meta({ description: 'Rows that one answer may have; more is an error' }),
        resultBytes: z.int().nullable().meta({ description: 'Bytes of one answer, before they are compressed' }),
        executionMs: z.int().nullable().meta({ description: 'How long one query may run' }),
        memoryBytes: z.int().nullable().meta({ description: 'Memory that one query may use' }),
      })
      .meta({ description: 'As ClickHouse itself tells them; null where it sets none, and while it is out of reach' }),
  })
  .meta({ id: 'Limits' });

export type LimitsJson = z.infer<typeof limits>;
export type BridgeJson = z.infer<typeof bridge>;
export type BridgeInFullJson = z.infer<typeof bridgeInFull>;
export type PriceJson = z.infer<typeof price>;
export type CorridorJson = z.infer<typeof corridor>;
