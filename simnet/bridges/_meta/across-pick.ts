import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetByAddress } from '#core/domain/asset.ts';
import { wrappedCoin } from '../../deploy/addresses.ts';
import { type AcrossQuote, acrossQuote } from '../../world/across-quote.ts';
import type { UpstreamTools } from '../_kit/upstream.ts';

/** As Across's own API here: the pool takes no quote from after its newest block. */
const QUOTE_AGE_S = 60;
const FILL_WITHIN_S = 3 * 3_600;

/** What the pool carries for what was asked, and Across's own quote of it, from the same world. */
export interface AcrossPick {
  readonly input: Asset;
  readonly output: Asset;
  readonly quote: AcrossQuote;
}

export type NoPick = 'NO_POSSIBLE_ROUTE' | 'AMOUNT_TOO_LOW' | 'INSUFFICIENT_LIQUIDITY' | 'AMOUNT_TOO_HIGH';

/** What the pool carries for an asset: the wrapped coin for the chain's own. */
const carried = (asset: Asset): Asset | undefined =>
  asset.address === NATIVE_ADDRESS ? assetByAddress(asset.chainId, wrappedCoin(asset.chainId)) : asset;

/** What an aggregator that knows one bridge, Across, would send by it; or why it would not. */
export const pickAcross = (
  { from, to, amount }: { readonly from: Asset; readonly to: Asset; readonly amount: bigint },
  { world, step }: UpstreamTools,
): AcrossPick | NoPick => {
  const [input, output] = [carried(from), carried(to)];
  // Across delivers a wrapped coin as the coin itself, to whoever has no code.
  const isPair = from.chainId !== to.chainId && from.symbol === to.symbol && input !== undefined && input.symbol === output?.symbol;
  if (!isPair || output === undefined) return 'NO_POSSIBLE_ROUTE';
  const quote = acrossQuote(world, { from: input, to: output, amount }, step());
  if (amount < quote.limits.min || quote.output <= 0n) return 'AMOUNT_TOO_LOW';
  if (quote.limits.max === 0n) return 'INSUFFICIENT_LIQUIDITY';
  return amount > quote.limits.max ? 'AMOUNT_TOO_HIGH' : { input, output, quote };
};

/** The times of a deposit that is signed now, in seconds. */
export const depositTimes = (nowMs: number): { readonly quoteTimestamp: number; readonly fillDeadline: number } => {
  const nowS = Math.floor(nowMs / 1_000);
  return { quoteTimestamp: nowS - QUOTE_AGE_S, fillDeadline: nowS + FILL_WITHIN_S };
};
