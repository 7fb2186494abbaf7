import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { askApi } from './ask-api.ts';
import { same } from './contracts.ts';
import { earlierRequests } from './earlier-requests.ts';
import { status as schema, type Token } from './schemas.ts';

/** Source: docs.socket.tech, status values of GET /v3/swap/status; and what earlier answers say of the solver that takes a request. */
const STATES: Readonly<Record<string, TransferState>> = {
  PENDING: 'PENDING',
  IN_PROGRESS: 'BRIDGING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  EXPIRED: 'FAILED',
  REFUNDED: 'REFUNDED',
  ASSIGNED: 'PENDING',
  EXTRACTED: 'BRIDGING',
  FULFILLED: 'COMPLETED',
  SETTLED: 'COMPLETED',
  CANCELLED: 'FAILED',
};

const QUOTE_ID = /^0x[0-9a-fA-F]{64}$/;

/** Asks GET /status by the quote's id, which the router logs; the API knows no other way. */
export const status = async (context: BridgeContext, { id }: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  if (id === undefined || !QUOTE_ID.test(id)) return err({ code: 'NOT_FOUND', detail: 'Socket is asked by the id of its quote alone' });
  const asked = await askApi(context, `/status?${new URLSearchParams({ quoteId: id })}`);
  if (!asked.ok) return asked.error.code === 'UNSUPPORTED_ROUTE' ? err({ code: 'NOT_FOUND', detail: asked.error.detail }) : asked;
  const earlier = earlierRequests(asked.value);
  if (earlier?.length === 0) return err({ code: 'NOT_FOUND', detail: 'Socket knows no such request' });
  const parsed = schema.safeParse(earlier === undefined ? asked.value : { result: earlier[0] });
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/status: ${issueOf(parsed.error)}`);
  const { quoteId, status: word, origin, destination, refund } = parsed.data.result;
  if (!same(quoteId, id)) return fail('MALFORMED_ANSWER', `tells of ${quoteId}, asked was ${id}`);
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (state === undefined) return fail('MALFORMED_ANSWER', `/status: "${word}" is no documented status`);
  const [sent, got] = [origin?.input?.[0], destination?.output?.[0]];
  for (const token of [sent?.token, got?.token]) {
    const listed = token && vendorAsset(token);
    if (listed !== undefined && listed.decimals !== token?.decimals) {
      return fail('MALFORMED_ANSWER', `/status: ${listed.id} with ${token?.decimals} decimals`);
    }
  }
  return ok({
    state,
    vendorState: word,
    // Earlier answers name the request, which the router does not log.
    transferKey: origin?.chainId && earlier === undefined ? `bungee:${origin.chainId}:${quoteId.toLowerCase()}` : null,
    id: quoteId,
    originChainId: origin?.chainId ?? null,
    destinationChainId: destination?.chainId ?? null,
    originTransaction: origin?.txHash ?? null,
    destinationTransaction: destination?.txHash ?? null,
    refundTransaction: refund?.txHash ?? null,
    from: assetId(sent?.token),
    to: assetId(got?.token),
    sender: origin?.userAddress ?? null,
    recipient: destination?.receiverAddress ?? null,
    amountIn: sent?.amount ?? null,
    // Before it has arrived this is what was quoted.
    amountOut: state === 'COMPLETED' ? (got?.amount ?? null) : null,
    actionNeeded: null,
  });
};

const assetId = (token: Token | undefined): string | null => (token && vendorAsset(token)?.id) ?? null;
