import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { SimnetUpstream } from '../bridges/_kit/upstream.ts';
import type { Answer } from './answer.ts';

const outputToken = z.looseObject({ address: z.string(), decimals: z.number(), chainId: z.number() });
/** Suggested fees, and what GET /swap/approval calls the same. */
const quoteShape = z.union([
  z.looseObject({ outputAmount: z.string(), outputToken }),
  z.looseObject({ expectedOutputAmount: z.string(), minOutputAmount: z.string(), outputToken }),
]);
type Quote = z.infer<typeof quoteShape>;

const onQuote =
  (change: (quote: Quote) => unknown) =>
  (answer: Answer): Answer => {
    const quote = quoteShape.safeParse(answer.body);
    return quote.success ? { ...answer, body: change(quote.data) } : answer;
  };

/** The same answer with every amount that is delivered put otherwise. */
const delivering = (quote: Quote, change: (amount: string) => string): Quote =>
  'expectedOutputAmount' in quote && typeof quote.expectedOutputAmount === 'string'
    ? { ...quote, expectedOutputAmount: change(quote.expectedOutputAmount), minOutputAmount: change(String(quote.minOutputAmount)) }
    : { ...quote, outputAmount: change(String(quote.outputAmount)) };

/** Quotes that must not be believed. */
export const acrossQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': onQuote((quote) => {
    const decimals = quote.outputToken.decimals === 6 ? 18 : 6;
    const shift = decimals - quote.outputToken.decimals;
    const shifted = (amount: string) => String(shift > 0 ? BigInt(amount) * 10n ** BigInt(shift) : BigInt(amount) / 10n ** BigInt(-shift));
    return { ...delivering(quote, shifted), outputToken: { ...quote.outputToken, decimals } };
  }),
  'wrong-token': onQuote((quote) => {
    const { chainId, address } = quote.outputToken;
    const other = ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === 'USDT' && asset.address !== address);
    const another = other ?? ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === 'USDC');
    return { ...quote, outputToken: { ...quote.outputToken, address: another?.address ?? address, symbol: another?.symbol ?? '' } };
  }),
  'ten-times': onQuote((quote) => delivering(quote, (amount) => `${amount}0`)),
};
