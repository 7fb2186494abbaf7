import { issueOf } from '../_kit/fields.ts';
import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { corridors } from './corridors.ts';
import { limits } from './limits.ts';
import { chains, sources, tokens } from './lists.ts';
import { quote } from './quote.ts';
import { depositStatus, suggestedFees, type ToldFees } from './schemas.ts';
import { sharesFit } from './shares.ts';
import { status } from './status.ts';
import { partsOf } from './suggested-fees.ts';
import { swapApprovalQuote } from './swap-approval.ts';
import { swapApprovalAnsweredAtMs, swapApprovalQuestion } from './swap-approval-question.ts';

/**
 * A suggested fee names its tokens and its amount: what is delivered and what is taken. Each part also stands there as a share of the amount,
 * which an answer that was tampered with no longer fits. Earlier answers name no tokens.
 */
const question = (json: unknown): QuoteQuestion | string | undefined => {
  const parsed = suggestedFees.safeParse(json);
  if (!parsed.success) return issueOf(parsed.error);
  const { inputToken, outputToken } = parsed.data;
  if (inputToken === undefined || outputToken === undefined) return undefined;
  const amountIn = amountOf(parsed.data, inputToken.decimals, outputToken.decimals);
  return typeof amountIn === 'bigint' ? questionTold(inputToken, outputToken, amountIn) : amountIn;
};

/** Undefined where what is delivered has fewer decimals, or is rounded to its own: then it is not known to the unit. */
const amountOf = (fees: ToldFees, decimalsIn: number, decimalsOut: number): bigint | string | undefined => {
  const { totalRelayFee, outputAmount, isAmountTooLow } = fees;
  if (isAmountTooLow) return totalRelayFee.total > 0n ? totalRelayFee.total : 1n;
  if (outputAmount === undefined || decimalsIn > decimalsOut) return undefined;
  const scale = 10n ** BigInt(decimalsOut - decimalsIn);
  if (outputAmount % scale !== 0n) return undefined;
  const amountIn = outputAmount / scale + totalRelayFee.total;
  return sharesFit(partsOf(fees), amountIn) ? amountIn : `its fees are no share of ${amountIn}`;
};

const answeredAtMs = (json: unknown): number | undefined => {
  const parsed = suggestedFees.safeParse(json);
  return parsed.success ? parsed.data.timestamp * 1_000 : undefined;
};

const transfer = (json: unknown): TransferReference | undefined => {
  const { originChainId, depositId } = depositStatus.safeParse(json).data ?? {};
  return originChainId && depositId ? { originChainId, id: depositId } : undefined;
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  'suggested-fees': { gives: 'quote', question, answeredAtMs, read: quote, isAnswerTo: (url) => url.includes('/suggested-fees') },
  'swap-approval': {
    gives: 'quote',
    question: swapApprovalQuestion,
    answeredAtMs: swapApprovalAnsweredAtMs,
    read: swapApprovalQuote,
    isAnswerTo: (url) => url.includes('/swap/approval'),
  },
  limits: { gives: 'limits', read: limits },
  'available-routes': { gives: 'corridors', read: corridors },
  'deposit-status': { gives: 'transfer', transfer, read: status },
  'swap-tokens': { gives: 'assets', read: tokens },
  'swap-chains': { gives: 'facts', read: chains },
  'swap-sources': { gives: 'facts', read: sources },
};
