import { failure } from '#bridges/_kit/failure.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';

/** A trillion whole coins: there are not so many of any that is listed. */
const WHOLE_UNITS_MAX = 10n ** 12n;

/**
 * What a bridge is never asked for. Vendors answer amounts of sixty or seventy digits with errors and not with refusals, and those would open
 * the breaker of a bridge that is well, for everybody.
 */
export const beyondAllSense = ({ corridor, amountIn }: { corridor: string; amountIn: bigint }): QuoteFailure | undefined => {
  const from = corridorById(corridor)?.from;
  if (from === undefined || amountIn <= WHOLE_UNITS_MAX * 10n ** BigInt(from.decimals)) return undefined;
  return failure('AMOUNT_TOO_HIGH', `no bridge is asked for more than ${WHOLE_UNITS_MAX} ${from.symbol}`);
};
