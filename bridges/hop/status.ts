import { checksumAddress } from '#core/domain/address.ts';
import type { FailureCode } from '#core/domain/quote.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { assetOf, CCTP_TOKEN, L1_CHAIN_ID } from './contracts.ts';
import { bondedKey } from './keys.ts';
import { transferStatuses } from './schemas.ts';

const ID = /^0x[0-9a-fA-F]{64}$/;

/** What the API says of a transfer that it does not know: its own code then fails on an empty record. */
const UNKNOWN = /not found|cannot read propert|null|undefined/i;

/** As what the API's words for it are taken: of a quote, “not found” is said of a token or a chain. */
const OF_ITS_WORDS: ReadonlySet<string> = new Set<FailureCode>(['UPSTREAM_ERROR', 'UNSUPPORTED_ROUTE']);

const checksummed = (address: string | null | undefined): string | null =>
  address ? (checksumAddress(address.toLowerCase()) ?? null) : null;

/**
 * Asks GET /v1/transfer-status, by the transfer's id or by its transaction, which may hold several transfers: the first is told then. A transfer
 * from Ethereum has no id on chain; the API calls it by its transaction.
 */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { id, transactionHash = '' } = transfer;
  const query = new URLSearchParams(id === undefined ? { transactionHash } : { transferId: id });
  const asked = await askApi(context, `/v1/transfer-status?${query}`, transferStatuses);
  if (!asked.ok)
    return UNKNOWN.test(asked.error.detail) && OF_ITS_WORDS.has(asked.error.code)
      ? err({ code: 'NOT_FOUND', detail: asked.error.detail })
      : asked;
  const told = Array.isArray(asked.value) ? asked.value[0] : asked.value;
  if (told === undefined) return err({ code: 'NOT_FOUND', detail: 'Hop knows no transfer of this transaction' });
  if (id !== undefined && told.transferId?.toLowerCase() !== id.toLowerCase()) {
    return fail('MALFORMED_ANSWER', `tells of ${told.transferId}, asked was ${id}`);
  }
  const ofItsOwn = told.transferId && ID.test(told.transferId) && told.sourceChainId !== L1_CHAIN_ID ? told.transferId : null;
  const state: TransferState = told.bonded === true ? 'COMPLETED' : 'CONFIRMED';
  // Before Circle issued on these chains, Hop called bridged USDC by this name: the answer does not say which it was.
  const named = told.token === CCTP_TOKEN ? undefined : told.token;
  return ok({
    state,
    vendorState: told.bonded === true ? 'bonded' : 'pending',
    transferKey: ofItsOwn === null ? null : bondedKey(ofItsOwn as `0x${string}`),
    id: told.transferId ?? null,
    originChainId: told.sourceChainId,
    destinationChainId: told.destinationChainId,
    originTransaction: told.transactionHash ?? null,
    destinationTransaction: told.bondTransactionHash ?? null,
    refundTransaction: null,
    from: (named && assetOf(named, told.sourceChainId)?.id) ?? null,
    to: (named && assetOf(named, told.destinationChainId)?.id) ?? null,
    sender: checksummed(told.accountAddress),
    recipient: checksummed(told.recipientAddress),
    amountIn: told.amount ?? null,
    // What arrived is not told: the pool at the other end decides.
    amountOut: null,
    actionNeeded: null,
  });
};
