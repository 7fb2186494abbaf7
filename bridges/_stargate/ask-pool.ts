import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { readResults } from '../_kit/read-results.ts';
import { poolAbi } from './abi.ts';
import type { Mode } from './mode.ts';
import { readCall } from './read-call.ts';
import { type Path, pathOf, sendParamOf } from './send-param.ts';

/** StargateBase.status: 1 idle, 2 entered, 3 paused. */
const STATUS_PAUSED = 3;

/** What the pool says of an amount, all of it at one block. */
export interface PoolAnswer {
  readonly path: Path;
  readonly limit: { readonly min: bigint; readonly max: bigint };
  /** What leaves the sender, and what arrives. */
  readonly sent: bigint;
  readonly received: bigint;
  /** Negative: taken; positive: paid on top. */
  readonly feeDetails: readonly bigint[];
  /** Wei for the message, or for the seat. */
  readonly nativeFee: bigint;
}

/**
 * Asks the origin pool in one batch: is it paused, what would arrive, what does the message or the seat cost. The pool quotes a capped
 * amount without a word when the path has too little credit, so what it would send is held against what was asked.
 */
export const askPool = async (
  context: BridgeContext,
  question: QuoteQuestion,
  { mode, recipient }: { readonly mode: Mode; readonly recipient: string },
): Promise<Result<PoolAnswer, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const path = pathOf(corridor);
  if (path === undefined) return fail('UNSUPPORTED_ROUTE', `Stargate has no pools for ${corridor.id}`);
  const amount = amountIn - (amountIn % path.unit);
  if (amount === 0n) return fail('AMOUNT_TOO_LOW', `${amountIn} is below the smallest step ${path.unit}`, { limit: path.unit });
  const sendParam = sendParamOf({ path, mode, recipient, amount, minAmount: 0n });
  const outcome = await context.rpc.call(
    corridor.from.chainId,
    [
      { to: path.pool, data: encodeFunctionData({ abi: poolAbi, functionName: 'status' }) },
      { to: path.pool, data: encodeFunctionData({ abi: poolAbi, functionName: 'quoteOFT', args: [sendParam] }) },
      { to: path.pool, data: encodeFunctionData({ abi: poolAbi, functionName: 'quoteSend', args: [sendParam, false] }) },
    ],
    context.signal,
  );
  const results = readResults(outcome, 3);
  if (!results.ok) return results;
  const status = readCall(poolAbi, 'status', results.value[0]);
  if (!status.ok) return status;
  if (status.value === STATUS_PAUSED) return fail('PAUSED', 'the pool is paused');
  const quoted = readCall(poolAbi, 'quoteOFT', results.value[1]);
  if (!quoted.ok) return quoted;
  const [limit, details, receipt] = quoted.value;
  const capped = checkLimits({ amount, min: limit.minAmountLD, max: limit.maxAmountLD, sent: receipt.amountSentLD });
  if (capped !== undefined) return { ok: false, error: capped };
  const fee = readCall(poolAbi, 'quoteSend', results.value[2]);
  if (!fee.ok) return fee;
  return ok({
    path,
    limit: { min: limit.minAmountLD, max: limit.maxAmountLD },
    sent: receipt.amountSentLD,
    received: receipt.amountReceivedLD,
    feeDetails: details.map(({ feeAmountLD }) => feeAmountLD),
    nativeFee: fee.value.nativeFee,
  });
};

const checkLimits = (input: { amount: bigint; min: bigint; max: bigint; sent: bigint }): QuoteFailure | undefined => {
  const { amount, min, max, sent } = input;
  const refuse = (...args: Parameters<typeof fail>) => fail(...args).error;
  if (max === 0n) return refuse('INSUFFICIENT_LIQUIDITY', 'the path has no credit', { limit: 0n });
  if (amount < min) return refuse('AMOUNT_TOO_LOW', `${amount} is too low; at least ${min}`, { limit: min });
  if (amount > max) return refuse('AMOUNT_TOO_HIGH', `the path has credit for ${max}`, { limit: max });
  if (sent < amount) return refuse('INSUFFICIENT_LIQUIDITY', `the pool would send ${sent} of ${amount}`, { limit: max });
  if (sent > amount) return refuse('MALFORMED_ANSWER', `the pool would send ${sent}, asked was ${amount}`);
  return undefined;
};
