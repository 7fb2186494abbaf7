import type { Asset } from '#core/domain/asset.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { askApi } from './ask-api.ts';
import { type StatusSide, status as schema } from './schemas.ts';

/** The API's states, and where the substate says more. Source: docs.li.fi, checking the status of a transfer. */
const STATES: Readonly<Record<string, TransferState>> = {
  PENDING: 'BRIDGING',
  'PENDING/WAIT_SOURCE_CONFIRMATIONS': 'PENDING',
  'PENDING/REFUND_IN_PROGRESS': 'FAILED',
  DONE: 'COMPLETED',
  'DONE/REFUNDED': 'REFUNDED',
  FAILED: 'FAILED',
  'FAILED/REFUNDED': 'REFUNDED',
};

/** What it does not know, or knows to be no transfer of the bridge that was named. */
const UNKNOWN: ReadonlySet<string> = new Set(['NOT_FOUND', 'INVALID']);

/** The token of one side; undefined where it is not named by an EVM address. */
const assetOf = (side: StatusSide | null | undefined): Asset | undefined => {
  const { address, symbol, decimals, chainId = side?.chainId } = side?.token ?? {};
  return address && chainId ? vendorAsset({ chainId, address, symbol: symbol ?? '', decimals: decimals ?? 0 }) : undefined;
};

/** Asks GET /status by the transaction that started the transfer; by its own id alone it cannot be asked. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const hash = transfer.transactionHash ?? transfer.id ?? '';
  const query = new URLSearchParams({ txHash: hash, fromChain: String(transfer.originChainId) });
  const asked = await askApi(context, `/status?${query}`);
  if (!asked.ok) return asked.error.code === 'UNSUPPORTED_ROUTE' ? err({ code: 'NOT_FOUND', detail: asked.error.detail }) : asked;
  const parsed = schema.safeParse(asked.value);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/status: ${issueOf(parsed.error)}`);
  const told = parsed.data;
  if (UNKNOWN.has(told.status)) {
    return err({
      code: 'NOT_FOUND',
      detail: String(told.substatusMessage ?? told.message ?? `${told.status}: LI.FI knows no such transfer`),
    });
  }
  const word = told.substatus ? `${told.status}/${told.substatus}` : told.status;
  const state = STATES[word] ?? (Object.hasOwn(STATES, told.status) ? STATES[told.status] : undefined);
  if (state === undefined) return fail('MALFORMED_ANSWER', `/status: "${told.status}" is no documented status`);
  const { sending, receiving, transactionId } = told;
  if (transfer.transactionHash !== undefined && sending?.txHash && sending.txHash.toLowerCase() !== hash.toLowerCase()) {
    return fail('MALFORMED_ANSWER', `tells of ${sending.txHash}, asked was ${hash}`);
  }
  for (const side of [sending, receiving]) {
    const asset = assetOf(side);
    const decimals = side?.token?.decimals ?? asset?.decimals;
    if (asset !== undefined && asset.decimals !== decimals) {
      return fail('MALFORMED_ANSWER', `/status: ${asset.id} with ${decimals} decimals`);
    }
  }
  const originChainId = sending?.chainId ?? null;
  const refunded = state === 'REFUNDED';
  // What comes back is told as what was received.
  const arrived = refunded ? undefined : receiving;
  return ok({
    state,
    vendorState: word,
    transferKey: transactionId && originChainId !== null ? `lifi:${originChainId}:${transactionId.toLowerCase()}` : null,
    id: transactionId ?? null,
    originChainId,
    destinationChainId: arrived?.chainId ?? null,
    originTransaction: sending?.txHash ?? null,
    destinationTransaction: arrived?.txHash ?? null,
    refundTransaction: refunded ? (receiving?.txHash ?? null) : null,
    from: assetOf(sending)?.id ?? null,
    to: assetOf(arrived)?.id ?? null,
    sender: told.fromAddress ?? null,
    recipient: told.toAddress ?? null,
    amountIn: sending?.amount ?? null,
    amountOut: arrived?.amount ?? null,
    actionNeeded: null,
  });
};
