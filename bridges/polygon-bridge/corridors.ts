import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { readResults } from '../_kit/read-results.ts';
import { L1_CHAIN_ID } from './contracts.ts';
import { PAIRS } from './pairs.ts';
import { readStanding, STANDING_CALLS, standingCalls } from './standing.ts';

/** Every pair that the manager maps as the registry has it, in the directions that it takes now. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const calls = PAIRS.flatMap(standingCalls);
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  return ok(
    PAIRS.flatMap((pair, index): readonly SupportedCorridor[] => {
      const standing = readStanding(pair, results.value.slice(index * STANDING_CALLS, (index + 1) * STANDING_CALLS));
      if (!standing.ok) return [];
      return [
        ...(standing.value.deposits ? [{ from: pair.l1.id, to: pair.l2.id }] : []),
        ...(standing.value.exits ? [{ from: pair.l2.id, to: pair.l1.id }] : []),
      ];
    }),
  );
};
