import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion, RecordedRead, TransferReference } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
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
 * A suggested fee names its tokens and, with the same decimals on both sides, its amount: what is delivered and what is taken. Each
 * part also stands there as a share of the amount, which an answer that was tampered with no longer fits.
 */
const question = (json: unknown): QuoteQuestion | undefined => {
  const parsed = suggestedFees.safeParse(json);
  if (!parsed.success) return undefined;
  const { inputToken, outputToken } = parsed.data;
  if (inputToken === undefined || outputToken === undefined) return undefined;
  const from = vendorAsset(inputToken);
  const to = vendorAsset(outputToken);
  const amountIn = amountOf(parsed.data);
  if (from === undefined || to === undefined || from.id === to.id || amountIn === undefined) return undefined;
  return { corridor: corridorOf(from, to), amountIn };
};

const amountOf = (fees: ToldFees): bigint | undefined => {
  const { inputToken, outputToken, totalRelayFee, outputAmount, isAmountTooLow } = fees;
  if (isAmountTooLow) return totalRelayFee.total > 0n ? totalRelayFee.total : 1n;
  if (outputAmount === undefined || inputToken?.decimals !== outputToken?.decimals) return undefined;
  const amountIn = outputAmount + totalRelayFee.total;
  return amountIn > 0n && sharesFit(partsOf(fees), amountIn) ? amountIn : undefined;
};

const answeredAtMs = (json: unknown): number | undefined => {
  const parsed = suggestedFees.safeParse(json);
  return parsed.success ? parsed.data.timestamp * 1_000 : undefined;
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = depositStatus.safeParse(json);
  return parsed.success ? { originChainId: parsed.data.originChainId, id: parsed.data.depositId } : undefined;
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  'suggested-fees': { gives: 'quote', question, answeredAtMs, read: quote, isAnswerTo: (url) => url.includes('/suggested-fees') },
  'swap-approval': { gives: 'quote', question: swapApprovalQuestion, answeredAtMs: swapApprovalAnsweredAtMs, read: swapApprovalQuote },
  limits: { gives: 'limits', read: limits },
  'available-routes': { gives: 'corridors', read: corridors },
  'deposit-status': { gives: 'transfer', transfer, read: status },
  'swap-tokens': { gives: 'assets', read: tokens },
  'swap-chains': { gives: 'facts', read: chains },
  'swap-sources': { gives: 'facts', read: sources },
};
