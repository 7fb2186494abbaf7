import { type Asset, assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { availableRoutes } from './schemas.ts';

/** The routes that GET /available-routes lists, between assets of the registry and chains of the address book. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await askApi(context, '/available-routes', availableRoutes);
  if (!asked.ok) return asked;
  const found = new Map<string, SupportedCorridor>();
  for (const route of asked.value) {
    const from = sideOf({ chainId: route.originChainId, token: route.originToken, native: route.isNative });
    const to = sideOf({ chainId: route.destinationChainId, token: route.destinationToken, native: route.destinationTokenSymbol === 'ETH' });
    if (from === undefined || to === undefined || from.chainId === to.chainId) continue;
    found.set(`${from.id}>${to.id}`, { from: from.id, to: to.id });
  }
  return ok([...found.values()]);
};

const sideOf = ({ chainId, token, native }: { chainId: number; token: string; native: boolean }): Asset | undefined => {
  if (spokePool(chainId) === undefined) return undefined;
  const listed = assetByAddress(chainId, token);
  if (!native || listed?.symbol !== 'WETH') return listed;
  const coin = nativeAsset(chainId);
  // Polygon's WETH is no wrapped native coin: there is no ether to pay with or to get.
  return coin?.symbol === 'ETH' ? coin : undefined;
};
