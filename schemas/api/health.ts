import { z } from 'zod';
import { scorePart, timestamp } from './primitives.ts';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1).nullable();

const healthWindow = z
  .object({
    answered: count.meta({ description: 'Quotes and probes that were answered' }),
    failed: count.meta({ description: 'Those that failed by the bridge’s fault' }),
    refused: count.meta({ description: 'Amounts and routes that it does not take now, and rate limits' }),
    successRate: share.meta({ description: 'answered / (answered + failed); null when there was neither' }),
    uptime: share.meta({ description: 'Of the moments at which it was looked at, those at which it could be reached' }),
    answerMs: z.object({ mean: z.number().nullable(), p95: z.number().nullable() }),
    failures: z.record(z.string(), count).meta({ description: 'How often each failure code came' }),
    costScore: scorePart.nullable().meta({ description: 'Mean of its routes’ part `cost` in the base books; 100 is the book’s cheapest' }),
    firstShare: share.meta({ description: 'How often its route was first, of the base books that it was in' }),
    transfers: z.object({ arrived: count, lost: count }),
  })
  .meta({ id: 'HealthWindow' });

const windows = z.object({ '1h': healthWindow, '24h': healthWindow, '7d': healthWindow, '30d': healthWindow });

/** What the health processor adds to a bridge (docs/reliability.md). */
export const health = z.object({
  breaker: z.object({
    state: z.enum(['closed', 'half-open', 'open']).meta({ description: 'Unless closed, the bridge has no route in any book' }),
    reason: z.string().meta({ description: 'What opened it; empty while it is closed' }),
    since: timestamp.nullable(),
  }),
  reliability: z.object({
    score: scorePart.meta({ description: 'The published formula (docs/reliability.md)' }),
    parts: z.object({ '1h': scorePart, '24h': scorePart, '7d': scorePart, '30d': scorePart, transfers: scorePart }),
    weights: z.object({ '1h': z.number(), '24h': z.number(), '7d': z.number(), '30d': z.number(), answers: z.number() }),
  }),
  windows,
  tvlUsd: z.number().nullable(),
  healthAt: timestamp,
});

export type HealthJson = z.infer<typeof health>;
export type HealthWindowJson = z.infer<typeof healthWindow>;
