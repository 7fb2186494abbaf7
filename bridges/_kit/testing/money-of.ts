import type { QuoteAnswer } from '#core/domain/quote.ts';
import type { Money } from './conformance-cases.ts';

export const moneyOf = ({ amountOut, minAmountOut, fees, rebate }: QuoteAnswer): Money => ({ amountOut, minAmountOut, fees, rebate });
