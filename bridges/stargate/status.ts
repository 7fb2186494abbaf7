import { z } from 'zod';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import { bytes32, issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { chainIdOfEid, stargateChain } from '../_stargate/contracts.ts';

/**
 * LayerZero Scan's words for a message. Sources: scan.layerzero-api.com/v1/swagger; a public client of Scan's REST API lists all ten. The last four are of
 * messages that no delivery follows: the application burnt or skipped them, or the command in them cannot be read.
 */
const STATES: Readonly<Record<string, TransferState>> = {
  INFLIGHT: 'BRIDGING',
  CONFIRMING: 'BRIDGING',
  PAYLOAD_STORED: 'BRIDGING',
  DELIVERED: 'COMPLETED',
  FAILED: 'FAILED',
  BLOCKED: 'FAILED',
  APPLICATION_BURNED: 'FAILED',
  APPLICATION_SKIPPED: 'FAILED',
  UNRESOLVABLE_COMMAND: 'FAILED',
  MALFORMED_COMMAND: 'FAILED',
};

/** A message that was verified and whose delivery reverted: anybody may try again. */
const ACTIONS: Readonly<Record<string, string>> = { PAYLOAD_STORED: 'deliver the message again through the destination’s endpoint' };

/** What names a transaction: 32 bytes as hex on EVM chains, and longer words elsewhere. */
const transactionRef = z.string().min(1).max(120);

const leg = z.object({ tx: z.object({ txHash: transactionRef.nullish(), from: z.string().nullish() }).nullish() }).nullish();

const message = z.object({
  pathway: z.object({
    srcEid: z.int().positive(),
    dstEid: z.int().positive(),
    sender: z.object({ address: z.string() }),
  }),
  source: leg,
  destination: leg,
  /** Messages of LayerZero's first version have none. */
  guid: bytes32.nullish(),
  status: z.object({ name: z.string(), message: z.string().nullish() }),
});
type Message = z.infer<typeof message>;

/** GET /messages/tx/{hash} and /messages/guid/{guid}, 200. */
export const scanned = z.object({ data: z.array(message).max(1_000) });

/** A transaction may send several messages: Stargate's own comes from its messaging contract. */
export const stargatesOwn = (messages: readonly Message[]): Message | undefined =>
  messages.find(({ pathway }) => {
    const chain = stargateChain(chainIdOfEid(pathway.srcEid) ?? 0);
    return chain?.tokenMessaging.toLowerCase() === pathway.sender.address.toLowerCase();
  });

/** Asks LayerZero Scan for the message that carries a transfer, by its guid where it is known. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const { id, transactionHash = '' } = transfer;
  const path = id === undefined ? `tx/${transactionHash}` : `guid/${id}`;
  const url = `${context.endpoints['layerzero-scan']}/messages/${path}`;
  const answer = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  const { json } = answer.value;
  if (answer.value.status === 404) return err({ code: 'NOT_FOUND', detail: `LayerZero Scan knows no message of ${path}` });
  if (answer.value.status >= 300) return err(failure('UPSTREAM_ERROR', `HTTP ${answer.value.status}: ${JSON.stringify(json)}`));
  const parsed = scanned.safeParse(json);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/messages: ${issueOf(parsed.error)}`);
  const told =
    id === undefined ? stargatesOwn(parsed.data.data) : parsed.data.data.find(({ guid }) => guid?.toLowerCase() === id.toLowerCase());
  if (told === undefined) return err({ code: 'NOT_FOUND', detail: `LayerZero Scan knows no message of Stargate’s for ${path}` });
  return statusOf(told);
};

const statusOf = (told: Message): Result<TransferStatus, StatusFailure> => {
  const { guid, pathway, source, destination } = told;
  const word = told.status.name;
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (state === undefined) return fail('MALFORMED_ANSWER', `/messages: "${word}" is no documented status`);
  const originChainId = chainIdOfEid(pathway.srcEid) ?? null;
  return ok({
    state,
    vendorState: word,
    transferKey: originChainId === null || !guid ? null : `stargate:${originChainId}:${guid.toLowerCase()}`,
    id: guid ?? null,
    originChainId,
    destinationChainId: chainIdOfEid(pathway.dstEid) ?? null,
    originTransaction: source?.tx?.txHash ?? null,
    destinationTransaction: destination?.tx?.txHash ?? null,
    refundTransaction: null,
    // A message is told of, not what it carries.
    from: null,
    to: null,
    sender: source?.tx?.from ?? null,
    recipient: null,
    amountIn: null,
    amountOut: null,
    actionNeeded: ACTIONS[word] ?? null,
  });
};
