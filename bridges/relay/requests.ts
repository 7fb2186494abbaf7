import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { headersOf } from './ask-quote.ts';
import { type RelayRequest, requestList } from './schemas.ts';
import { STATES } from './status.ts';
import { vendorError } from './vendor-error.ts';

/**
 * Asks GET /requests/v2 for one request by its id. It was retired on 2026-11-24, and nothing asks it any longer: answers that were kept are read, the
 * first of their requests.
 */
export const requests = async (context: BridgeContext, { id }: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const url = `${context.endpoints.relay}/requests/v2?${new URLSearchParams({ id: id ?? '' })}`;
  const answer = readJson(await context.http.request({ url, headers: headersOf(context), signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  if (answer.value.status === 404) return err({ code: 'NOT_FOUND', detail: 'Relay knows no such request' });
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = requestList.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/requests/v2: ${issueOf(parsed.error)}`);
  const told = parsed.data.requests.find((one) => one.id.toLowerCase() === id?.toLowerCase());
  if (told === undefined) return err({ code: 'NOT_FOUND', detail: 'Relay knows no such request' });
  const state = Object.hasOwn(STATES, told.status) ? STATES[told.status] : undefined;
  return state === undefined
    ? fail('MALFORMED_ANSWER', `/requests/v2: "${told.status}" is no documented status`)
    : ok(statusOf(told, state));
};

const statusOf = ({ id, status, user, recipient, data }: RelayRequest, state: TransferState): TransferStatus => {
  const { currencyIn, currencyOut } = data?.metadata ?? {};
  const sent = data?.inTxs?.[0];
  const paid = data?.outTxs?.at(-1);
  const refunded = state === 'REFUNDED';
  const originChainId = sent?.chainId ?? currencyIn?.currency.chainId ?? null;
  return {
    state,
    vendorState: status,
    transferKey: originChainId === null ? null : `relay:${originChainId}:${id.toLowerCase()}`,
    id,
    originChainId,
    destinationChainId: currencyOut?.currency.chainId ?? (refunded ? null : (paid?.chainId ?? null)),
    originTransaction: sent?.hash ?? null,
    // What was paid out on the way to a refund is the refund.
    destinationTransaction: refunded ? null : (paid?.hash ?? null),
    refundTransaction: refunded ? (paid?.hash ?? null) : null,
    from: (currencyIn && vendorAsset(currencyIn.currency)?.id) ?? null,
    to: (currencyOut && vendorAsset(currencyOut.currency)?.id) ?? null,
    sender: data?.metadata?.sender ?? user ?? null,
    recipient: recipient ?? data?.metadata?.recipient ?? null,
    amountIn: currencyIn?.amount ?? null,
    // Before it has arrived this is what was quoted.
    amountOut: state === 'COMPLETED' ? (currencyOut?.amount ?? null) : null,
    actionNeeded: null,
  };
};
