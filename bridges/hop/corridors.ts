import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { assetOf, chainIdOfSlug } from './contracts.ts';
import { availableRoutes } from './schemas.ts';

/**
 * The routes that GET /v1/available-routes lists, between assets of the registry. Chains are read by name, as quotes are asked by name; the ids
 * beside them are not relied on (the documented example has one wrong). Bridged USDC, `USDC.e`, is not ours to offer.
 */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await askApi(context, '/v1/available-routes', availableRoutes);
  if (!asked.ok) return asked;
  const found = new Map<string, SupportedCorridor>();
  for (const { token, sourceChain, destinationChain } of asked.value) {
    const from = assetOf(token, chainIdOfSlug(sourceChain) ?? 0);
    const to = assetOf(token, chainIdOfSlug(destinationChain) ?? 0);
    if (from !== undefined && to !== undefined && from.chainId !== to.chainId)
      found.set(`${from.id}>${to.id}`, { from: from.id, to: to.id });
  }
  return ok([...found.values()]);
};
