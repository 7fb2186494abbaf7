import type { Asset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { askApi } from './ask-api.ts';
import { swapChains, swapSources, swapTokens } from './schemas.ts';

/** GET /swap/tokens: every token that Across can start or end with, by way of exchanges too. */
export const tokens = async (context: BridgeContext): Promise<Result<readonly Asset[], QuoteFailure>> => {
  const asked = await askApi(context, '/swap/tokens', swapTokens);
  return asked.ok ? ok(asked.value.flatMap((told) => vendorAsset(told) ?? [])) : asked;
};

/** GET /swap/chains: the chains by their ids. */
export const chains = async (context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, QuoteFailure>> => {
  const asked = await askApi(context, '/swap/chains', swapChains);
  return asked.ok ? ok({ chains: asked.value.map(({ chainId, name }) => ({ chainId, name })) }) : asked;
};

/** GET /swap/sources: the exchanges that its swaps go through. */
export const sources = async (context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, QuoteFailure>> => {
  const asked = await askApi(context, '/swap/sources', swapSources);
  return asked.ok ? ok({ sources: asked.value }) : asked;
};
