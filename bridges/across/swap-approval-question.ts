import { issueOf } from '../_kit/fields.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { swapApproval } from './swap-approval-schema.ts';

/** An answer of GET /swap/approval repeats its tokens and its amount. */
export const swapApprovalQuestion = (json: unknown): QuoteQuestion | string => {
  const parsed = swapApproval.safeParse(json);
  if (!parsed.success) return `/swap/approval: ${issueOf(parsed.error)}`;
  const { inputToken, outputToken, inputAmount } = parsed.data;
  return questionTold(inputToken, outputToken, inputAmount);
};

/** At least so long before it expires was an answer given, or it would have been of no use. */
const USABLE_MS = 30_000;

/** The id of an answer holds its time: `6pl4c-1754347045980-2353645c0fb7`. One of another kind is known by its end. */
export const swapApprovalAnsweredAtMs = (json: unknown): number | undefined => {
  const parsed = swapApproval.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, quoteExpiryTimestamp } = parsed.data;
  const [, ms] = /-(\d{13})-/.exec(id) ?? [];
  if (ms !== undefined) return Number(ms);
  return quoteExpiryTimestamp === undefined ? undefined : quoteExpiryTimestamp * 1_000 - USABLE_MS;
};
