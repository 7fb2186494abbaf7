import type { QuoteAnswer } from '#core/domain/quote.ts';

/** Above the instant limit a relayer has to fetch funds first: the API's own figure for it (api/suggested-fees.ts). */
const ABOVE_INSTANT_SECONDS = 900;
/** Above what relayers can fetch soon, the fill waits for the next root bundle, which is proposed and left open to challenge for hours. */
const SLOW_FILL_SECONDS = 10_800;

/** The API names one time. Until fills are measured, nine of ten are taken to arrive within three times it, and never within less than 10 s. */
const P90_FACTOR = 3;
const P90_SECONDS_MIN = 10;

interface SpeedLimits {
  readonly maxDepositInstant: bigint;
  readonly maxDepositShortDelay: bigint;
}

/** How long a fill takes: what the API says, and no less than the limit that the amount is above allows for. */
export const etaOf = (toldSeconds: number, amountIn: bigint, limits: SpeedLimits | undefined): QuoteAnswer['etaSeconds'] => {
  const p50 = Math.max(toldSeconds, limits === undefined ? 0 : leastSeconds(amountIn, limits));
  return { p50, p90: Math.max(p50 * P90_FACTOR, P90_SECONDS_MIN) };
};

const leastSeconds = (amountIn: bigint, { maxDepositInstant, maxDepositShortDelay }: SpeedLimits): number => {
  if (amountIn > maxDepositShortDelay) return SLOW_FILL_SECONDS;
  return amountIn > maxDepositInstant ? ABOVE_INSTANT_SECONDS : 0;
};
