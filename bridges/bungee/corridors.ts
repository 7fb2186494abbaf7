import { ASSETS } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { isAsset } from './contracts.ts';
import { manifest } from './manifest.ts';
import { tokens } from './schemas.ts';

/** From every token that GET /tokens/list lists to its like on every other chain: what has to be exchanged on the way cannot be read. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await askApi(context, `/tokens/list?chainIds=${manifest.chains.join(',')}`);
  if (!asked.ok) return asked;
  const parsed = tokens.safeParse(asked.value);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/tokens/list: ${issueOf(parsed.error)}`);
  const told = Object.values(parsed.data.result).flat();
  const known = ASSETS.filter((asset) => manifest.assets.includes(asset.symbol) && told.some((token) => isAsset(token, asset)));
  const like = (from: (typeof known)[number]) =>
    known.filter(({ chainId, symbol, decimals }) => chainId !== from.chainId && symbol === from.symbol && decimals === from.decimals);
  return ok(known.flatMap((from) => like(from).map((to) => ({ from: from.id, to: to.id }))));
};
