import { type Asset, assetByAddress } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { headersOf } from './ask-quote.ts';
import { manifest } from './manifest.ts';
import { chainList } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/**
 * Which registered assets can be bridged: on each chain of GET /chains that is enabled, its coin and the tokens that its solver holds or that
 * support bridging; between two chains, what is worth the same. Relay also sells one for another; those pairs are answered when asked.
 */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const url = `${context.endpoints.relay}/chains`;
  const answer = readJson(await context.http.request({ url, headers: headersOf(context), signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = chainList.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/chains: ${issueOf(parsed.error)}`);
  const assets = parsed.data.chains
    .filter(({ disabled, depositEnabled }) => disabled !== true && depositEnabled !== false)
    .flatMap(carriedOn);
  const found = new Map<string, SupportedCorridor>();
  for (const from of assets) {
    for (const to of assets) {
      if (from.chainId !== to.chainId && from.symbol === to.symbol) found.set(`${from.id}>${to.id}`, { from: from.id, to: to.id });
    }
  }
  return ok([...found.values()]);
};

type Listed = ReturnType<typeof chainList.parse>['chains'][number];

const carriedOn = ({ id, currency, erc20Currencies, solverCurrencies }: Listed): readonly Asset[] => {
  if (!manifest.chains.includes(id)) return [];
  const tokens = [
    ...(currency && currency.supportsBridging !== false ? [currency] : []),
    ...(erc20Currencies ?? []).filter(({ supportsBridging }) => supportsBridging === true),
    ...(solverCurrencies ?? []),
  ];
  // A token whose decimals are not the registry's is another one, or wrongly listed: either way it is not offered.
  return tokens.flatMap(({ address, decimals }) => {
    const asset = assetByAddress(id, address);
    return asset?.decimals === decimals ? [asset] : [];
  });
};
