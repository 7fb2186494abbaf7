import type { Corridor } from '#core/domain/corridor.ts';

/** What a bridge is asked: how much it would deliver for this much. */
export interface QuoteQuestion {
  readonly corridor: Corridor;
  readonly amountIn: bigint;
}
