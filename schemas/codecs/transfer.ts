import type { Transfer } from '#core/domain/transfer.ts';
import type { TransferJson } from '../api/transfer.ts';
import type { TransferRecord } from '../generated/transfer.ts';

const timestampOf = (epochMs: number): string => new Date(epochMs).toISOString();
const amountOf = (amount: bigint | null): string | null => (amount === null ? null : amount.toString());

const BPS = 10_000;
/** Hundredths of a basis point are told apart. */
const PARTS_OF_BPS = 100;

const accuracyOf = ({ state, amountQuoted, amountDelivered }: Transfer): number | null => {
  if (state !== 'COMPLETED' || amountQuoted === null || amountDelivered === null || amountQuoted === 0n) return null;
  return Number((amountDelivered * BigInt(BPS * PARTS_OF_BPS)) / amountQuoted) / PARTS_OF_BPS;
};

/** A transfer as REST and feed serve it. */
export const transferToJson = (transfer: Transfer, version: number): TransferJson => ({
  transferKey: transfer.transferKey,
  bridge: transfer.bridge,
  version,
  state: transfer.state,
  failure: transfer.failure,
  enteredAt: Object.fromEntries(Object.entries(transfer.enteredAtMs).map(([state, ms]) => [state, timestampOf(ms)])),
  from: transfer.from,
  to: transfer.to,
  originChainId: transfer.originChainId,
  destinationChainId: transfer.destinationChainId,
  sender: transfer.sender,
  recipient: transfer.recipient,
  amountIn: amountOf(transfer.amountIn),
  amountQuoted: amountOf(transfer.amountQuoted),
  amountDelivered: amountOf(transfer.amountDelivered),
  accuracyBps: accuracyOf(transfer),
  originTransaction: transfer.originTransaction,
  destinationTransaction: transfer.destinationTransaction,
  refundTransaction: transfer.refundTransaction,
  filledBy: transfer.filledBy,
  expected: transfer.expected === null ? null : { state: transfer.expected.state, by: timestampOf(transfer.expected.byMs) },
  stuck: transfer.stuck,
  seenOnChain: transfer.seenOnChain,
  depositRemoved: transfer.depositRemoved,
  startedAt: timestampOf(transfer.startedAtMs),
  updatedAt: timestampOf(transfer.updatedAtMs),
  events: transfer.events.map(({ atMs, transactionHash, ...event }) => ({ ...event, transaction: transactionHash, at: timestampOf(atMs) })),
});

/** A transfer as a record of the topic `transfers`. `json` is what `transferToJson` gave, as bytes. */
export const transferToRecord = (transfer: Transfer, version: number, json: Buffer): TransferRecord => ({
  transferKey: transfer.transferKey,
  bridge: transfer.bridge,
  state: transfer.state,
  version,
  observedAtMs: transfer.updatedAtMs,
  json,
});
