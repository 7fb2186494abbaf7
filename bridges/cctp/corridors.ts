import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { askAllowance } from './allowance.ts';
import { usdcOn } from './contracts.ts';
import { manifest } from './manifest.ts';

/** Every domain reaches every other, while Circle's API answers at all: without it nothing is attested. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const alive = await askAllowance(context);
  if (!alive.ok) return alive;
  const ends = manifest.chains.flatMap((chainId) => usdcOn(chainId)?.id ?? []);
  return ok(ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to }))));
};
