import type { z } from 'zod';
import type { QuoteFailure, QuoteLimits } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askApi } from './ask-api.ts';
import { limits as schema } from './schemas.ts';
import { tokenOf } from './suggested-fees.ts';

export type ToldLimits = z.infer<typeof schema>;

/** Asks GET /limits: what may be deposited now, whatever the amount. Base units of the from-asset. */
export const askLimits = async (context: BridgeContext, { corridor }: QuoteQuestion): Promise<Result<ToldLimits, QuoteFailure>> => {
  const input = tokenOf(corridor.from);
  const output = tokenOf(corridor.to);
  if (input === undefined || output === undefined) return fail('UNSUPPORTED_ROUTE', `Across does not carry ${corridor.id}`);
  const query = new URLSearchParams({
    inputToken: input.address,
    outputToken: output.address,
    originChainId: String(input.chainId),
    destinationChainId: String(output.chainId),
  });
  const asked = await askApi(context, `/limits?${query}`, schema);
  if (!asked.ok) return asked;
  const { minDeposit: min, maxDeposit: max, maxDepositInstant: instant } = asked.value;
  if (min < 0n || instant < 0n || instant > max) return fail('MALFORMED_ANSWER', `limits out of order: ${min}, ${instant}, ${max}`);
  return max === 0n ? fail('INSUFFICIENT_LIQUIDITY', 'nothing can be deposited now', { limit: 0n }) : asked;
};

/** As a quote names them. */
export const quoteLimitsOf = ({ minDeposit, maxDeposit, maxDepositInstant }: ToldLimits): QuoteLimits => ({
  min: minDeposit,
  max: maxDeposit,
  instant: maxDepositInstant,
});

export const limits = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteLimits, QuoteFailure>> => {
  const asked = await askLimits(context, question);
  return asked.ok ? ok(quoteLimitsOf(asked.value)) : asked;
};
