import { formatUnits } from 'viem';
import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { SimnetUpstream } from '../_kit/upstream.ts';

const out = z.looseObject({
  amount: z.string(),
  currency: z.looseObject({ address: z.string(), decimals: z.number(), chainId: z.number(), symbol: z.string() }),
});
const quoteShape = z.looseObject({ details: z.looseObject({ currencyOut: out }) });
type Out = z.infer<typeof out>;

const onOut =
  (change: (told: Out) => Out) =>
  (answer: Answer): Answer => {
    const quote = quoteShape.safeParse(answer.body);
    if (!quote.success) return answer;
    const changed = change(quote.data.details.currencyOut);
    // An answer that is wrong is wrong throughout: the amount in whole units follows the one in base units.
    const currencyOut = {
      ...changed,
      minimumAmount: changed.amount,
      amountFormatted: formatUnits(BigInt(changed.amount), changed.currency.decimals),
    };
    return { ...answer, body: { ...quote.data, details: { ...quote.data.details, currencyOut } } };
  };

/** Quotes that must not be believed. */
export const relayQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': onOut((told) => {
    const decimals = told.currency.decimals === 6 ? 18 : 6;
    const shift = decimals - told.currency.decimals;
    const amount = shift > 0 ? BigInt(told.amount) * 10n ** BigInt(shift) : BigInt(told.amount) / 10n ** BigInt(-shift);
    return { ...told, amount: String(amount), currency: { ...told.currency, decimals } };
  }),
  'wrong-token': onOut((told) => {
    const { chainId, symbol } = told.currency;
    const other = ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === (symbol === 'USDT' ? 'USDC' : 'USDT'));
    return { ...told, currency: { ...told.currency, address: other?.address ?? '', symbol: other?.symbol ?? '' } };
  }),
  'ten-times': onOut((told) => ({ ...told, amount: `${told.amount}0` })),
};
