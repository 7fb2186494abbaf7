import { type Hex, pad, size } from 'viem';
import { assetByAddress } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { getJson, vendorError } from './ask-api.ts';
import { type BurnBody, fingerprintOf, keyOf, party, readBurnMessage } from './burn-message.ts';
import { chainOfDomain, domainOf, usdcOn } from './contracts.ts';
import { isForwarded } from './forward-hook.ts';
import { type IrisMessage, irisMessages } from './schemas.ts';

/** What a message says of its burn, from its own bytes or, before there are any, from what the API decoded. */
interface Told {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly body: BurnBody;
}

/**
 * Asks GET /v2/messages/{source}, by the transaction where it is known, else by the nonce. 404 and an empty list both say that Circle has
 * not seen the burn yet. Not to be asked for one transfer more often than every 5 s.
 */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { originChainId, transactionHash, id } = transfer;
  const source = domainOf(originChainId);
  if (source === undefined) return fail('UNSUPPORTED_ROUTE', `CCTP has no domain for chain ${originChainId}`);
  const query =
    transactionHash === undefined ? `nonce=${encodeURIComponent(id ?? '')}` : `transactionHash=${encodeURIComponent(transactionHash)}`;
  const answer = await getJson(context, `/v2/messages/${source}?${query}`);
  if (!answer.ok) return answer;
  const unknown = err({ code: 'NOT_FOUND' as const, detail: `Circle has not seen a burn with ${query} yet` });
  if (answer.value.status === 404) return unknown;
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = irisMessages.safeParse(answer.value.json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/v2/messages: ${issueOf(parsed.error)}`);
  // One transaction may burn several times: the nonce tells which is meant, else the first.
  const { messages } = parsed.data;
  const message = messages.find(({ eventNonce }) => id !== undefined && eventNonce?.toLowerCase() === id.toLowerCase()) ?? messages[0];
  return message === undefined ? unknown : statusOf(message, { source, originChainId, transactionHash });
};

const statusOf = (
  message: IrisMessage,
  asked: { source: number; originChainId: number; transactionHash: string | undefined },
): Result<TransferStatus, StatusFailure> => {
  if (message.cctpVersion === 1) return err({ code: 'NOT_FOUND', detail: 'a message of CCTP V1, which is not followed' });
  const told = toldBy(message);
  if (typeof told === 'string') return fail('MALFORMED_ANSWER', `/v2/messages: ${told}`);
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

const word = (value: string): Hex | undefined => (size(value as Hex) <= 32 ? pad(value as Hex) : undefined);

/** Reads what a message says; a sentence when its two forms contradict each other, undefined when it says nothing yet. */
const toldBy = ({ message, decodedMessage }: IrisMessage): Told | string | undefined => {
  const bytes = message == null || message === '0x' ? undefined : readBurnMessage(message);
  if (message != null && message !== '0x' && bytes === undefined) return 'no burn message of CCTP V2';
  const decoded = decodedMessage?.decodedMessageBody;
  if (bytes === undefined && (decodedMessage == null || decoded == null)) return undefined;
  if (decodedMessage == null || decoded == null) return bytes && { ...bytes, body: bytes };
  const said = {
    sourceDomain: Number(decodedMessage.sourceDomain),
    destinationDomain: Number(decodedMessage.destinationDomain),
    amount: BigInt(decoded.amount),
  };
  if (bytes !== undefined) {
    for (const name of ['sourceDomain', 'destinationDomain', 'amount'] as const) {
      if (bytes[name] !== said[name]) return `${name} is ${bytes[name]} in the message and ${said[name]} as decoded`;
    }
    return { ...bytes, body: bytes };
  }
  const [burnToken, mintRecipient, messageSender] = [decoded.burnToken, decoded.mintRecipient, decoded.messageSender].map(word);
  if (burnToken === undefined || mintRecipient === undefined || messageSender === undefined) return 'an address of more than 32 bytes';
  const body = {
    burnToken,
    mintRecipient,
    messageSender,
    amount: said.amount,
    maxFee: BigInt(decoded.maxFee ?? 0),
    feeExecuted: BigInt(decoded.feeExecuted ?? 0),
    expirationBlock: 0n,
    hookData: (decoded.hookData ?? '0x') as Hex,
  };
  return { ...said, body };
};
