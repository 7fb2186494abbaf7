import type { Promised, Transfer } from '#core/domain/transfer.ts';
import type { PromisedJson, TransferJson } from '../api/transfer.ts';
import type { TransferRecord } from '../generated/transfer.ts';
import { timestampOf } from './timestamp.ts';

const amountOf = (amount: bigint | null): string | null => (amount === null ? null : amount.toString());

/** What was promised, as a transfer's JSON has it. */
export const promisedToJson = ({ routeId, amountOut, minAmountOut, etaSeconds, userSteps, issuedAtMs }: Promised): PromisedJson => ({
  routeId,
  amountOut: amountOut.toString(),
  minAmountOut: minAmountOut.toString(),
  etaSeconds,
  ...(userSteps === undefined ? {} : { userSteps: [...userSteps] }),
  issuedAt: timestampOf(issuedAtMs),
});

/** The same, read back. */
export const promisedFromJson = ({ routeId, amountOut, minAmountOut, etaSeconds, userSteps, issuedAt }: PromisedJson): Promised => ({
  routeId,
  amountOut: BigInt(amountOut),
  minAmountOut: BigInt(minAmountOut),
  etaSeconds,
  ...(userSteps === undefined ? {} : { userSteps }),
  issuedAtMs: Date.parse(issuedAt),
});

const actionToJson = ({ kind, chainId, sinceMs, untilMs }: NonNullable<Transfer['actionNeeded']>): TransferJson['actionNeeded'] => ({
  kind,
  chainId,
  since: timestampOf(sinceMs),
  ...(untilMs === null ? {} : { until: timestampOf(untilMs) }),
});

/** Only what there is: most transfers need nothing more of their user. */
const stepsToJson = ({ userSteps, actionNeeded }: Transfer): Pick<TransferJson, 'userSteps' | 'actionNeeded'> => ({
  ...(userSteps.length === 0
    ? {}
    : {
        userSteps: userSteps.map(({ kind, chainId, readyAtMs, doneAtMs, transaction }) => ({
          kind,
          chainId,
          readyAt: timestampOf(readyAtMs),
          doneAt: doneAtMs === null ? null : timestampOf(doneAtMs),
          transaction,
        })),
      }),
  ...(actionNeeded === null ? {} : { actionNeeded: actionToJson(actionNeeded) }),
});

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
  ...(transfer.amountUpdated === null ? {} : { amountUpdated: transfer.amountUpdated.toString() }),
  amountDelivered: amountOf(transfer.amountDelivered),
  promised: transfer.promised === null ? null : promisedToJson(transfer.promised),
  accuracyBps: transfer.accuracyBps,
  secondsPromised: transfer.promised?.etaSeconds.p50 ?? null,
  secondsTaken: transfer.secondsTaken,
  originTransaction: transfer.originTransaction,
  destinationTransaction: transfer.destinationTransaction,
  refundTransaction: transfer.refundTransaction,
  filledBy: transfer.filledBy,
  expected: transfer.expected === null ? null : { state: transfer.expected.state, by: timestampOf(transfer.expected.byMs) },
  ...stepsToJson(transfer),
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
