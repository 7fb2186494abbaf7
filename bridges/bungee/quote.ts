import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askApi } from './ask-api.ts';
import { COIN } from './contracts.ts';
import { readQuote } from './read-quote.ts';
import { type Quoted, quoted } from './schemas.ts';

/** Who a quote is for does not change it; somebody has to be named. */
const ANYBODY = '0x1111111111111111111111111111111111111111';

/** The API gives a call with every route, for these two. */
export interface Parties {
  readonly sender: string;
  readonly recipient: string;
}

const tokenOf = ({ address }: Asset): string => (address === NATIVE_ADDRESS ? COIN : address);

/** Asks GET /quote for every route that takes one transaction. */
export const askQuote = async (
  context: BridgeContext,
  { corridor, amountIn }: QuoteQuestion,
  { sender, recipient }: Parties = { sender: ANYBODY, recipient: ANYBODY },
): Promise<Result<Quoted, QuoteFailure>> => {
  const { from, to } = corridor;
  if (from.chainId === to.chainId) return fail('UNSUPPORTED_ROUTE', 'only routes between two chains are asked for');
  const query = new URLSearchParams({
    userOps: 'tx',
    originChainId: String(from.chainId),
    destinationChainId: String(to.chainId),
    inputToken: tokenOf(from),
    inputAmount: String(amountIn),
    outputToken: tokenOf(to),
    receiverAddress: recipient,
    userAddress: sender,
  });
  const asked = await askApi(context, `/quote?${query}`);
  if (!asked.ok) return asked;
  const parsed = quoted.safeParse(asked.value);
  return parsed.success ? ok(parsed.data.result) : fail('MALFORMED_ANSWER', `/quote: ${issueOf(parsed.error)}`);
};

export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askQuote(context, question);
  if (!asked.ok) return asked;
  const read = readQuote(asked.value, question, context.now());
  return read.ok ? ok(read.value.answer) : read;
};
