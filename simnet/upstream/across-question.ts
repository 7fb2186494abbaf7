import { type Asset, assetByAddress } from '#core/domain/asset.ts';
import { err, ok, type Result } from '#core/result.ts';
import { acrossError } from './across-errors.ts';
import { acrossRoute } from './across-routes.ts';
import type { Answer } from './answer.ts';

export interface TokenPair {
  readonly from: Asset;
  readonly to: Asset;
}

const LONGEST_AMOUNT = 78;

const invalid = (param: string, expected: string): Answer =>
  acrossError({ code: 'INVALID_PARAM', message: `Invalid parameter at path '${param}'. Expected ${expected}`, param });

/** The two tokens of a question, or the API's objection. `token` stands for the input token alone, as the API still allows. */
export const readTokens = (query: URLSearchParams): Result<TokenPair, Answer> => {
  const inputToken = query.get('inputToken') ?? query.get('token');
  const outputToken = query.get('outputToken');
  if (inputToken === null || (outputToken === null && query.get('token') === null)) {
    return err(acrossError({ code: 'MISSING_PARAM', message: "Query param 'token' or 'inputToken' and 'outputToken' must be provided" }));
  }
  for (const [param, value] of [
    ['inputToken', inputToken],
    ['outputToken', outputToken ?? inputToken],
  ] as const) {
    if (!/^0x[0-9a-fA-F]{40}$/.test(value)) return err(invalid(param, 'an address'));
  }
  const chains = ['originChainId', 'destinationChainId'].map((param) => ({ param, value: query.get(param) ?? '' }));
  for (const { param, value } of chains) if (!/^[1-9]\d{0,9}$/.test(value)) return err(invalid(param, 'a positive integer'));
  const [originChainId, destinationChainId] = chains.map(({ value }) => Number(value));
  const from = assetByAddress(originChainId ?? 0, inputToken);
  const to = outputToken === null ? undefined : assetByAddress(destinationChainId ?? 0, outputToken);
  const pair = from && acrossRoute(from, to ?? { chainId: destinationChainId ?? 0, symbol: from.symbol });
  return pair === undefined || (outputToken !== null && to === undefined)
    ? err(acrossError({ code: 'ROUTE_NOT_ENABLED', message: 'Route is not enabled.' }))
    : ok(pair);
};

export const readAmount = (query: URLSearchParams): Result<bigint, Answer> => {
  const amount = query.get('amount') ?? '';
  return /^\d+$/.test(amount) && amount.length <= LONGEST_AMOUNT ? ok(BigInt(amount)) : err(invalid('amount', 'a positive integer'));
};
