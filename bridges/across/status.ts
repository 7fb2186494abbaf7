import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { askJson } from './ask-api.ts';
import { depositNotFound, depositStatus } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/** The indexer's states; `unfilled` is what the API's source says for pending. */
const STATES: Readonly<Record<string, TransferState>> = {
  pending: 'CONFIRMED',
  unfilled: 'CONFIRMED',
  slowFillRequested: 'BRIDGING',
  filled: 'COMPLETED',
  slowFilled: 'COMPLETED',
  expired: 'FAILED',
  refunded: 'REFUNDED',
};

/** Asks GET /deposit/status, by the deposit's number or its transaction. The indexer lags the chains by 1 to 15 s. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { originChainId, id, transactionHash } = transfer;
  const query = new URLSearchParams(
    id === undefined ? { depositTxnRef: transactionHash ?? '' } : { originChainId: String(originChainId), depositId: id },
  );
  const answer = await askJson(context, `/deposit/status?${query}`);
  if (!answer.ok) return answer;
  const { json } = answer.value;
  if (answer.value.status >= 300) {
    const missing = depositNotFound.safeParse(json);
    return err(missing.success ? { code: 'NOT_FOUND', detail: missing.data.message } : vendorError(answer.value));
  }
  const parsed = depositStatus.safeParse(json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/deposit/status: ${issueOf(parsed.error)}`);
  const told = parsed.data;
  const depositId = told.depositId ?? id ?? null;
  const toldChainId = told.originChainId ?? (id === undefined ? null : originChainId);
  if (id !== undefined && (depositId !== id || toldChainId !== originChainId)) {
    return fail('MALFORMED_ANSWER', `tells of deposit ${depositId} on chain ${toldChainId}, asked was ${id} on ${originChainId}`);
  }
  const word = told.status ?? told.fillStatus ?? '';
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (state === undefined) return fail('MALFORMED_ANSWER', `/deposit/status: "${word}" is no documented status`);
  return ok({
    state,
    vendorState: word,
    transferKey: depositId === null || toldChainId === null ? null : `across:${toldChainId}:${depositId}`,
    id: depositId,
    originChainId: toldChainId,
    destinationChainId: told.destinationChainId ?? null,
    originTransaction: told.depositTxnRef ?? told.depositTxHash ?? null,
    destinationTransaction: told.fillTxnRef ?? told.fillTx ?? told.fillTxHash ?? null,
    refundTransaction: told.depositRefundTxnRef ?? told.depositRefundTxHash ?? null,
    // The indexer names neither tokens nor amounts.
    from: null,
    to: null,
    sender: null,
    recipient: null,
    amountIn: null,
    amountOut: null,
    actionNeeded: null,
  });
};
