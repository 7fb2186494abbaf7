import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { SimnetUpstream } from '../bridges/_kit/upstream.ts';
import type { Answer } from './answer.ts';

const quoteShape = z.looseObject({
  outputAmount: z.string(),
  outputToken: z.looseObject({ address: z.string(), decimals: z.number(), chainId: z.number() }),
});

const onQuote =
  (change: (quote: z.infer<typeof quoteShape>) => unknown) =>
  (answer: Answer): Answer => {
    const quote = quoteShape.safeParse(answer.body);
    return quote.success ? { ...answer, body: change(quote.data) } : answer;
  };

/** Suggested fees that must not be believed. */
export const acrossQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': onQuote((quote) => {
    const decimals = quote.outputToken.decimals === 6 ? 18 : 6;
    const shift = decimals - quote.outputToken.decimals;
    const output = BigInt(quote.outputAmount);
    const outputAmount = String(shift > 0 ? output * 10n ** BigInt(shift) : output / 10n ** BigInt(-shift));
    return { ...quote, outputAmount, outputToken: { ...quote.outputToken, decimals } };
  }),
  'wrong-token': onQuote((quote) => {
    const { chainId, address } = quote.outputToken;
    const other = ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === 'USDT' && asset.address !== address);
    const another = other ?? ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === 'USDC');
    return { ...quote, outputToken: { ...quote.outputToken, address: another?.address ?? address, symbol: another?.symbol ?? '' } };
  }),
  'ten-times': onQuote((quote) => ({ ...quote, outputAmount: `${quote.outputAmount}0` })),
};
