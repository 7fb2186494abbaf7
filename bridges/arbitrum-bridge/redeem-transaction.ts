import { encodeFunctionData, type Hex, isHex } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import type { StepFailure, StepTransaction } from '../_kit/to-sign.ts';
import { retryableAbi } from './abi.ts';
import { ARB_RETRYABLE_TX, L2_CHAIN_ID } from './contracts.ts';
import { depositKey } from './event-fields.ts';
import { GAS } from './quote.ts';
import { explainRevert } from './reverts.ts';

/**
 * The claim of a deposit whose own redeem failed: ArbRetryableTx.redeem of its ticket, by anybody. All gas that is left of the call goes to the
 * redeem; a node of Arbitrum counts that in when it estimates.
 */
export const redeemTransaction = async (
  { rpc, signal }: BridgeContext,
  transferKey: string,
): Promise<Result<StepTransaction, StepFailure>> => {
  const ticketId = transferKey.slice(depositKey('').length);
  if (!isTicketId(ticketId)) return err({ code: 'STEP_NOT_BUILT', detail: `${transferKey} names no ticket` });
  const call = (functionName: 'getTimeout' | 'redeem') => ({
    to: ARB_RETRYABLE_TX,
    data: encodeFunctionData({ abi: retryableAbi, functionName, args: [ticketId] }),
  });
  const results = readResults(await rpc.call(L2_CHAIN_ID, [call('getTimeout')], signal), 1);
  if (!results.ok) return results;
  const [told] = results.value;
  const reason = told?.ok === false ? explainRevert(told.data) : undefined;
  if (reason?.code === 'NOTHING_TO_SIGN') return err({ code: 'NOTHING_TO_SIGN', detail: reason.detail });
  const timeout = readAnswer(retryableAbi, 'getTimeout', told);
  if (!timeout.ok) return timeout;
  return ok({ chainId: L2_CHAIN_ID, ...call('redeem'), value: 0n, usualGas: GAS.redeem });
};

const isTicketId = (text: string): text is Hex => isHex(text) && text.length === 2 + 2 * 32;
