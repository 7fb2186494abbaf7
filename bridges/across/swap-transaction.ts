import type { Result } from '#core/result.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { BridgeTransaction, TransactionFailure, TransactionRequest } from '../_kit/to-sign.ts';
import { promisedDeposit } from './promised-deposit.ts';
import { readDeposit } from './read-deposit.ts';
import { askSwapApproval } from './swap-approval.ts';

/**
 * The call that GET /swap/approval gives, as it came, once it is read to its end: a plain deposit of what was asked and nothing else. Its
 * exclusive relayer, times and marks stay the API's. Where a quote still stands that promised more, its output amount alone is raised to that.
 */
export const swapTransaction = async (
  context: BridgeContext,
  request: TransactionRequest,
): Promise<Result<BridgeTransaction, TransactionFailure>> => {
  const asked = await askSwapApproval(context, request, request);
  if (!asked.ok) return asked;
  const checked = checkAnswer({ question: request, answer: asked.value.answer, observedAtMs: context.now() });
  if (!checked.ok) return checked;
  const read = readDeposit(asked.value.told, request, context.now());
  if (!read.ok) return read;
  return promisedDeposit({ answer: checked.value, ...read.value }, request, context.now());
};
