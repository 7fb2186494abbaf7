import { z } from 'zod';
import { amountString, timestamp } from './primitives.ts';
import { route } from './route.ts';

export const exclusion = z
  .object({ bridge: z.string(), reason: z.string().meta({ examples: ['UNSUPPORTED_ROUTE', 'LIMIT', 'BREAKER_OPEN'] }), detail: z.string() })
  .meta({ id: 'Exclusion', description: 'A bridge that has no route here, and why' });

export const weights = z
  .strictObject({
    cost: z.number().min(0),
    speed: z.number().min(0),
    reliability: z.number().min(0),
    liquidity: z.number().min(0),
  })
  .meta({ id: 'Weights' });

/** A whole book: what `GET /books` serves, what `POST /routes/quote` answers. */
export const book = z
  .object({
    key: z.string().meta({ description: 'corridor@amountIn', examples: ['ethereum:USDC>arbitrum:USDC@1000000000'] }),
    corridor: z.string(),
    amountIn: amountString,
    version: z.int().nonnegative().meta({ description: 'Only ever rises; 0 is a book that nobody has computed yet' }),
    asOf: timestamp,
    routes: z.array(route),
    excluded: z.array(exclusion),
    pending: z.array(z.string()).meta({ description: 'Bridges that have not answered yet' }),
    weights,
    volatility: z.number().min(0).max(1).meta({ description: 'How far weight has moved from cost to speed: 0 calm, 1 wild' }),
    checksum: z.int().nonnegative().meta({ description: 'CRC-32 over routeId:amountOut of the first ten routes, joined by |' }),
  })
  .meta({ id: 'Book' });

export type BookJson = z.infer<typeof book>;
