import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { headersOf } from './ask-quote.ts';
import { intentStatus } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/**
 * Relay's words. `failure` is not the end: the money goes back, or the solver tries again, so that a failed request may still become
 * `refund` (its name in the SDK) or `refunded` (in the status API).
 */
export const STATES: Readonly<Record<string, TransferState>> = {
  waiting: 'PENDING',
  depositing: 'PENDING',
  pending: 'CONFIRMED',
  submitted: 'BRIDGING',
  delayed: 'BRIDGING',
  success: 'COMPLETED',
  failure: 'FAILED',
  refund: 'REFUNDED',
  refunded: 'REFUNDED',
};

const REQUEST_ID = /^0x[0-9a-fA-F]{64}$/;

/** Asks GET /intents/status/v3 by the request's id, which is the id in the depository's event. Relay is not asked by transaction. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { id, originChainId, transactionHash } = transfer;
  const url = `${context.endpoints.relay}/intents/status/v3?${new URLSearchParams({ requestId: id ?? '' })}`;
  const answer = readJson(await context.http.request({ url, headers: headersOf(context), signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  const { status: code, json } = answer.value;
  if (code === 404) return err({ code: 'NOT_FOUND', detail: `Relay knows no request ${id ?? 'without an id'}` });
  if (code >= 300) return err(vendorError(answer.value));
  const parsed = intentStatus.safeParse(json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/intents/status: ${issueOf(parsed.error)}`);
  const told = parsed.data;
  const state = Object.hasOwn(STATES, told.status) ? STATES[told.status] : undefined;
  // What Relay has not heard of has status `unknown`, not 404.
  if (told.status === 'unknown') return err({ code: 'NOT_FOUND', detail: 'Relay knows no such request' });
  if (state === undefined) return fail('MALFORMED_ANSWER', `/intents/status: "${told.status}" is no documented status`);
  const origin = told.originChainId ?? originChainId;
  if (id !== undefined && told.originChainId && told.originChainId !== originChainId) {
    return fail('MALFORMED_ANSWER', `tells of a request from chain ${told.originChainId}, asked was one from ${originChainId}`);
  }
  const known = id !== undefined && REQUEST_ID.test(id);
  const out = told.txHashes?.at(-1) ?? null;
  return ok({
    state,
    vendorState: told.status,
    transferKey: known ? `relay:${origin}:${id.toLowerCase()}` : null,
    id: id ?? null,
    originChainId: origin,
    destinationChainId: told.destinationChainId ?? null,
    originTransaction: told.inTxHashes?.[0] ?? transactionHash ?? null,
    destinationTransaction: state === 'REFUNDED' ? null : out,
    refundTransaction: state === 'REFUNDED' ? (told.refundTxHashes?.at(-1) ?? out) : null,
    // The status API names neither tokens nor amounts.
    from: null,
    to: null,
    sender: null,
    recipient: null,
    amountIn: null,
    amountOut: null,
    actionNeeded: null,
  });
};
