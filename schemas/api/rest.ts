import { z } from 'zod';
import { asset, bridge, chain, corridor } from './lists.ts';
import { assetName, preset } from './primitives.ts';

export const MAX_WAIT_MS_DEFAULT = 900;
export const MAX_WAIT_MS_MAX = 3_000;
/** More than half the money lost to slippage is a mistake, not a wish. */
export const SLIPPAGE_BPS_MAX = 5_000;
/** Far above any sensible weight, far below where sums of weights lose digits. */
const WEIGHT_MAX = 1_000_000;

const weight = z.number().min(0).max(WEIGHT_MAX).default(0);

/** Weights as a caller sets them; a part left out weighs nothing. All zero is refused. */
export const weightsWish = z
  .strictObject({ cost: weight, speed: weight, reliability: weight, liquidity: weight })
  .refine((parts) => parts.cost + parts.speed + parts.reliability + parts.liquidity > 0, {
    message: 'at least one weight must be above zero',
  })
  .meta({ id: 'WeightsWish', description: 'How much each part of the score counts; only the proportions matter' });

const usdWish = z
  .string()
  .meta({ description: 'USD worth, a decimal string; rounded to two significant digits of the from-asset', examples: ['1000'] });

export const quoteRequest = z
  .strictObject({
    from: assetName,
    to: assetName,
    amountIn: z
      .string()
      .optional()
      .meta({ description: 'Base units; or give amountUsd', examples: ['1000000000'] }),
    amountUsd: usdWish.optional(),
    sender: z.string().optional().meta({ description: 'Address; checked now, used when a transaction is built' }),
    recipient: z.string().optional().meta({ description: 'Address; checked now, used when a transaction is built' }),
    preset: preset.optional(),
    weights: weightsWish.optional(),
    maxWaitMs: z
      .int()
      .min(0)
      .max(MAX_WAIT_MS_MAX)
      .default(MAX_WAIT_MS_DEFAULT)
      .meta({ description: 'How long to wait for bridges that have not answered; 0 answers with what is known' }),
    slippageBps: z
      .int()
      .min(0)
      .max(SLIPPAGE_BPS_MAX)
      .optional()
      .meta({ description: 'minAmountOut becomes amountOut less so many basis points' }),
  })
  .meta({ id: 'QuoteRequest', description: 'Exactly one of amountIn and amountUsd; preset or weights or neither' });

export type QuoteRequest = z.infer<typeof quoteRequest>;

/** The same question as a query string. `weights` is written `cost:40,speed:30,reliability:20,liquidity:10`. */
export const streamQuery = z.strictObject({
  ...quoteRequest.shape,
  weights: z.string().optional().meta({ description: 'cost:40,speed:30,reliability:20,liquidity:10' }),
});

export const booksQuery = z.strictObject({
  amountIn: z.string().meta({ description: 'Base units', examples: ['1000000000'] }),
});

export const chainsResponse = z.object({ chains: z.array(chain) });
export const assetsResponse = z.object({ assets: z.array(asset) });
export const corridorsResponse = z.object({ corridors: z.array(corridor) });
export const bridgesResponse = z.object({ bridges: z.array(bridge) });

export const readiness = z
  .object({ ready: z.boolean(), missing: z.array(z.string()).meta({ description: 'What does not work yet, in words' }) })
  .meta({ id: 'Readiness' });

export type Readiness = z.infer<typeof readiness>;
