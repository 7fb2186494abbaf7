import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askApi } from './ask-api.ts';
import { readStep, SLIPPAGE } from './read-step.ts';
import { type Step, step } from './schemas.ts';

/** Who a quote is for does not change it; somebody has to be named. */
const ANYBODY = '0x1111111111111111111111111111111111111111';

/** The API gives a call with every quote, for these two. */
export interface Parties {
  readonly sender: string;
  readonly recipient: string;
}

/** Asks GET /quote: the API's own pick among the bridges that it knows. */
export const askQuote = async (
  context: BridgeContext,
  { corridor, amountIn }: QuoteQuestion,
  { sender, recipient }: Parties = { sender: ANYBODY, recipient: ANYBODY },
): Promise<Result<Step, QuoteFailure>> => {
  const { from, to } = corridor;
  if (from.chainId === to.chainId) return fail('UNSUPPORTED_ROUTE', 'only routes between two chains are asked for');
  const query = new URLSearchParams({
    fromChain: String(from.chainId),
    toChain: String(to.chainId),
    fromToken: from.address,
    toToken: to.address,
    fromAmount: String(amountIn),
    fromAddress: sender,
    toAddress: recipient,
    slippage: String(SLIPPAGE),
  });
  const asked = await askApi(context, `/quote?${query}`);
  if (!asked.ok) return asked;
  const parsed = step.safeParse(asked.value);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `/quote: ${issueOf(parsed.error)}`);
};

export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askQuote(context, question);
  return asked.ok ? readStep(asked.value, question, context.now()) : asked;
};
