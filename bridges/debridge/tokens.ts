import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetByAddress, nativeAsset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { askApi } from './ask-api.ts';
import { DLN_CHAINS } from './contracts.ts';
import { tokenList } from './schemas.ts';

interface Listed {
  readonly symbol: string;
  readonly decimals: number;
  readonly address: string;
}

/** How many of a list's tokens the registry has on a chain; its native coin counts where the symbol is the chain's. */
const known = (chainId: number, tokens: readonly Listed[]): number =>
  tokens.filter(({ address, symbol }) =>
    address === NATIVE_ADDRESS ? nativeAsset(chainId)?.symbol === symbol : assetByAddress(chainId, address) !== undefined,
  ).length;

/** The list does not repeat its chain, so a recorded one is taken for that of the chain whose tokens it has; of several, the first. */
const chainOf = (tokens: readonly Listed[]): number =>
  DLN_CHAINS.reduce<number>((best, chainId) => (known(chainId, tokens) > known(best, tokens) ? chainId : best), DLN_CHAINS[0]);

/** GET /token-list?chainId=… for Ethereum. */
export const tokens = async (context: BridgeContext): Promise<Result<readonly Asset[], QuoteFailure>> => {
  const asked = await askApi(context, `/token-list?chainId=${DLN_CHAINS[0]}`, tokenList);
  if (!asked.ok) return asked;
  const listed = Object.values(asked.value.tokens);
  const chainId = chainOf(listed);
  return ok(listed.flatMap((told) => vendorAsset({ ...told, chainId }) ?? []));
};
