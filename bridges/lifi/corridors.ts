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

/** From every token of the registry that GET /tokens lists to every other on another chain: it exchanges what differs. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await askApi(context, `/tokens?chains=${manifest.chains.join(',')}`);
  if (!asked.ok) return asked;
  const parsed = tokens.safeParse(asked.value);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/tokens: ${issueOf(parsed.error)}`);
  const told = Object.values(parsed.data.tokens).flat();
  const known = ASSETS.filter((asset) => told.some((token) => isAsset(token, asset)));
  return ok(known.flatMap((from) => known.filter(({ chainId }) => chainId !== from.chainId).map((to) => ({ from: from.id, to: to.id }))));
};
