import { assetByAddress } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { askMessages } from './ask-messages.ts';
import { fingerprintOf, keyOf, party } from './burn-message.ts';
import { chainOfDomain, domainOf, usdcOn } from './contracts.ts';
import { isForwarded } from './forward-hook.ts';
import type { IrisMessage } from './schemas.ts';
import { type Told, toldBy } from './told-by.ts';

/** Asks for the messages of a burn, by its transaction where that is known, else by the nonce. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { originChainId, transactionHash, id } = transfer;
  const source = domainOf(originChainId);
  if (source === undefined) return fail('UNSUPPORTED_ROUTE', `CCTP has no domain for chain ${originChainId}`);
  const query =
    transactionHash === undefined ? `nonce=${encodeURIComponent(id ?? '')}` : `transactionHash=${encodeURIComponent(transactionHash)}`;
  const messages = await askMessages(context, source, query);
  if (!messages.ok) return messages;
  // One transaction may burn several times: the nonce tells which is meant, else the first.
  const message =
    messages.value.find(({ eventNonce }) => id !== undefined && eventNonce?.toLowerCase() === id.toLowerCase()) ?? messages.value[0];
  if (message === undefined) return err({ code: 'NOT_FOUND', detail: `Circle has not seen a burn with ${query} yet` });
  return statusOf(message, { source, originChainId, transactionHash });
};

const statusOf = (
  message: IrisMessage,
  asked: { source: number; originChainId: number; transactionHash: string | undefined },
): Result<TransferStatus, StatusFailure> => {
  if (message.cctpVersion === 1) return err({ code: 'NOT_FOUND', detail: 'a message of CCTP V1, which is not followed' });
  const told = toldBy(message);
  if (typeof told === 'string') return fail('MALFORMED_ANSWER', `/v2/messages: ${told}`);
  if (told !== undefined && chainOfDomain(told.sourceDomain) === undefined) {
    return fail('UNSUPPORTED_ROUTE', `a message of Circle’s domain ${told.sourceDomain}, which is no chain of Routebook’s`);
  }
  if (told !== undefined && told.sourceDomain !== asked.source) {
    return fail('MALFORMED_ANSWER', `/v2/messages: a message of domain ${told.sourceDomain}, asked was ${asked.source}`);
  }
  const progress = progressOf(message, told);
  if (typeof progress === 'string') return fail('MALFORMED_ANSWER', `/v2/messages: ${progress}`);
  const { delayReason, status: word, eventNonce, forwardTxHash } = message;
  return ok({
    state: progress.state,
    vendorState: delayReason == null ? word : `${word}: ${delayReason}`,
    ...partsOf(told, asked.originChainId),
    id: eventNonce ?? null,
    originChainId: asked.originChainId,
    originTransaction: asked.transactionHash ?? null,
    destinationTransaction: forwardTxHash ?? null,
    refundTransaction: null,
    amountOut: told !== undefined && progress.attested ? told.body.amount - told.body.feeExecuted : null,
    actionNeeded: progress.actionNeeded,
  });
};

const partsOf = (told: Told | undefined, originChainId: number) => {
  if (told === undefined) {
    return { transferKey: null, destinationChainId: null, from: null, to: null, sender: null, recipient: null, amountIn: null };
  }
  const destinationChainId = chainOfDomain(told.destinationDomain) ?? null;
  const burnt = party(told.body.burnToken);
  return {
    transferKey: keyOf(originChainId, fingerprintOf(told)).transferKey ?? null,
    destinationChainId,
    from: assetByAddress(originChainId, burnt)?.id ?? `${chainById(originChainId)?.slug}:${burnt}`,
    to: (destinationChainId === null ? undefined : usdcOn(destinationChainId)?.id) ?? null,
    sender: party(told.body.messageSender),
    recipient: party(told.body.mintRecipient),
    amountIn: told.body.amount,
  };
};

interface Progress {
  readonly state: TransferState;
  readonly attested: boolean;
  readonly actionNeeded: string | null;
}

const waiting: Progress = { state: 'BRIDGING', attested: false, actionNeeded: null };

/** Where a message stands, or why that cannot be told. It is attested when both say so: the status, and an attestation of bytes. */
const progressOf = (message: IrisMessage, told: Told | undefined): Progress | string => {
  if (message.status === 'pending_confirmations') return waiting;
  if (message.status !== 'complete') return `"${message.status}" is no documented status`;
  if (!/^0x(?:[0-9a-fA-F]{2}){65,}$/.test(message.attestation ?? '')) return waiting;
  if (told === undefined) return 'attested, and no message to read';
  if (told.body.feeExecuted >= told.body.amount || told.body.feeExecuted > told.body.maxFee) return `a fee of ${told.body.feeExecuted}`;
  const minted = message.forwardTxHash != null && (message.forwardState === 'CONFIRMED' || message.forwardState === 'COMPLETE');
  if (minted) return { state: 'COMPLETED', attested: true, actionNeeded: null };
  const forwarder = isForwarded(told.body.hookData) && message.forwardState !== 'FAILED';
  const chain = chainById(chainOfDomain(told.destinationDomain) ?? 0)?.name ?? `domain ${told.destinationDomain}`;
  return { state: 'BRIDGING', attested: true, actionNeeded: forwarder ? null : `call receiveMessage on ${chain}` };
};
