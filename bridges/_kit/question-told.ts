import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion } from './quote-question.ts';
import { vendorAsset } from './vendor-asset.ts';

type Token = Parameters<typeof vendorAsset>[0];

/** The question that an answer repeats with its tokens and its amount; where these are none, what is wrong. */
export const questionTold = (input: Token, output: Token, amountIn: bigint): QuoteQuestion | string => {
  const from = vendorAsset(input);
  const to = vendorAsset(output);
  if (from === undefined || to === undefined) return `"${(from === undefined ? input : output).address}" is no token's address`;
  if (from.id === to.id) return `from ${from.id} to ${to.id}`;
  return amountIn > 0n ? { corridor: corridorOf(from, to), amountIn } : `an answer for ${amountIn}`;
};
