import { formatUnits } from 'viem';
import type { Asset } from '#core/domain/asset.ts';
import type { AcrossQuote } from '../world/across-quote.ts';
import { acrossError } from './across-errors.ts';
import type { Answer } from './answer.ts';

/** The API's objection to an amount outside its limits; undefined when it takes it. */
export const refusedAmount = ({ limits, output }: AcrossQuote, amount: bigint, from: Asset): Answer | undefined => {
  if (amount < limits.min || output <= 0n)
    return acrossError({ code: 'AMOUNT_TOO_LOW', message: 'Sent amount is too low relative to fees' });
  if (amount <= limits.max) return undefined;
  const most = `${formatUnits(limits.max, from.decimals)} ${from.symbol}`;
  return acrossError({ code: 'AMOUNT_TOO_HIGH', message: `Amount exceeds max. deposit limit: ${most}` });
};
